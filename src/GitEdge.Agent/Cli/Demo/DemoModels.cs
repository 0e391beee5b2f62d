namespace GitEdge.Agent.Cli.Demo;

/// <summary>All models of the story, and the golden cases they are tried on.</summary>
internal sealed class DemoModels
{
    private const float Whisper = 0.25f;
    private const int Cases = 6;

    private readonly string _golden;

    private DemoModels(string folder, string source, SpeechSource speech)
    {
        _golden = Path.Combine(folder, "golden");
        var quiet = speech.Excerpts(Cases, Whisper);
        Loudest = quiet.Max(frame => frame.Max(MathF.Abs));
        var six = Read(source, "silero_vad_v6.onnx");
        V5 = DemoModel.Save(folder, "silero v5", Read(source, "silero_vad_v5.onnx"));
        V6 = DemoModel.Save(folder, "silero v6", six);
        V4 = DemoModel.Save(folder, "silero v4", Read(source, "silero_vad_legacy.onnx"));
        Faulty = DemoModel.Save(folder, "silero v6 faulty", ModelEdit.NotANumberAbove(six, "input", "output", Loudest * 1.5f));
        Rebuilt = DemoModel.Save(folder, "silero v6 build 2", ModelEdit.Describe(six, "build 2"));
        RebuiltAgain = DemoModel.Save(folder, "silero v6 build 3", ModelEdit.Describe(six, "build 3"));
        for (var i = 0; i < quiet.Count; i++)
        {
            var one = Path.Combine(folder, "inputs", $"{i}");
            NumpyFile.Write(Path.Combine(one, "input.npy"), "(1, 512)", quiet[i]);
            NumpyFile.Write(Path.Combine(one, "state.npy"), "(2, 1, 128)", new float[256]);
            NumpyFile.Write(Path.Combine(one, "sr.npy"), "()", [SpeechSource.Rate]);
        }
    }

    public DemoModel V5 { get; }

    public DemoModel V6 { get; }

    /// <summary>Takes other inputs than v5 and v6.</summary>
    public DemoModel V4 { get; }

    /// <summary>v6 on the golden cases, NaN on anything half as loud again.</summary>
    public DemoModel Faulty { get; }

    /// <summary>v6 under another digest.</summary>
    public DemoModel Rebuilt { get; }

    /// <summary>v6 under a third digest.</summary>
    public DemoModel RebuiltAgain { get; }

    /// <summary>The greatest absolute sample of the golden cases.</summary>
    public float Loudest { get; }

    /// <summary>Every model.</summary>
    public IEnumerable<DemoModel> All => [V5, V6, V4, Faulty, Rebuilt, RebuiltAgain];

    /// <summary>Copies and makes the models, and records golden cases of v5 and v6 with the user's own tool.</summary>
    public static async Task<DemoModels> PrepareAsync(
        string folder, DemoOptions options, SpeechSource speech, Commands commands, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var models = new DemoModels(folder, options.Models, speech);
        foreach (var model in new[] { models.V5, models.V6 })
        {
            await commands.RunAsync(options.Inference,
                ["golden", "record", "--model", model.Path, "--inputs", Path.Combine(folder, "inputs"), "--out", models.GoldenOf(model)], cancellation);
        }
        return models;
    }

    /// <summary>Where a model's golden cases are: v5 has its own, all others are held to v6's.</summary>
    public string GoldenOf(DemoModel model) => Path.Combine(_golden, model == V5 ? "v5" : "v6");

    private static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new DemoException($"the model {path}", "no such file; 'npm ci' in the source tree brings it, or give --models DIR");
    }
}
