using GitEdge.Core.Health;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Onnx;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Golden;

/// <summary>Runs a model on inputs and writes what it answers as golden cases.</summary>
internal static class GoldenRecorder
{
    /// <summary>Records every case, or none when one does not fit.</summary>
    /// <returns>The cases, as written.</returns>
    /// <exception cref="InvalidDataException">The inputs do not fit, or the folder has cases already; says what to do.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The model does not load or run.</exception>
    public static IReadOnlyList<GoldenSet> Record(RecordOptions options)
    {
        if (Directory.Exists(options.Out) && Directory.GetDirectories(options.Out, GoldenFolder.SetPrefix + "*").Length > 0)
            throw new InvalidDataException($"{options.Out} has recorded cases already; give an empty folder, or remove them first");
        var bytes = File.ReadAllBytes(options.Model);
        var origin = $"recorded from {Sha256Digest.Of(bytes)} on ONNX Runtime {TrialRuntime.Version}";
        using var model = TrialModel.Load(bytes);
        if (options.Outputs.Except(model.OutputNames).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"the model has no output '{unknown}'; it has {string.Join(", ", model.OutputNames)}");
        var wanted = options.Outputs.Count > 0 ? options.Outputs : model.OutputNames;
        var sets = RecordInputs.Collect(options, model.Interface)
            .Select(set => Answered(model, set))
            .Select(set => set with { Outputs = [.. set.Outputs.Where(output => wanted.Contains(output.Name)).Select(output => output with { Origin = origin })] })
            .ToList();
        foreach (var set in sets)
            GoldenFolder.Write(options.Out, set);
        return sets;
    }

    private static GoldenSet Answered(TrialModel model, GoldenSet set)
    {
        var recorded = new ModelInterface { Inputs = [.. set.Inputs.Select(input => input.Signature)] };
        var differences = InterfaceComparison.AgainstRecording(recorded, model.Interface);
        if (differences.Count > 0)
            throw new InvalidDataException($"{set.Name}: {string.Join("; ", differences)}");
        using var run = model.Bind(set.Inputs);
        run.Run();
        return set with { Outputs = run.Outputs() };
    }
}
