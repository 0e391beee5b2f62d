using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests;

/// <summary>One server with models for every kind of question, for tests that change nothing.</summary>
public sealed class ServerFixture : IDisposable
{
    private readonly SlotTree _tree = new();

    public ServerFixture()
    {
        foreach (var type in TestTensors.Types)
            _tree.Add("a", $"identity-{type.ToString().ToLowerInvariant()}", 1, OnnxModelBuilder.Identity(type, -1, -1));
        _tree.Add("a", "scalar", 1, OnnxModelBuilder.Identity(OnnxType.Float))
            .Add("a", "fixed", 1, OnnxModelBuilder.Identity(OnnxType.Float, 2, 3))
            .Add("a", "two", 1, TestModels.TwoOutputs())
            .Add("a", "nan", 1, TestModels.NotANumber())
            .Add("a", "sequence", 1, TestModels.WithSequence())
            .Add("a", "optional", 1, TestModels.WithOptional())
            .Add("a", "maps", 1, TestModels.WithMaps())
            .Add("a", "of-sequence", 1, TestModels.OfSequence())
            .Add("a", "of-map", 1, TestModels.OfMap())
            .Add("a", "of-optional", 1, TestModels.OfOptional())
            .Add("a", "spec", 1, TestModels.OfSpecification())
            .Add("a", "constant", 1, TestModels.Constant())
            .Add("a", "word", 1, OnnxModelBuilder.Identity(OnnxType.String, 1))
            .Add("a", "rows", 1, OnnxModelBuilder.Identity(OnnxType.Float, -1, 3))
            .Add("a", "flags", 1, OnnxModelBuilder.Identity(OnnxType.Bool, -1))
            .Add("a", "any-rank", 1, OnnxModelBuilder.Identity(OnnxType.Float, null))
            .Add("a", "vad", 5, File.ReadAllBytes(Repository.Silero("v5")))
            .Add("a", "broken", 1, [1, 2, 3])
            .Activate("a");
        Server = InferenceServerProcess.Start(_tree.Root, ["--max-request-bytes", "1000000"]);
    }

    public InferenceServerProcess Server { get; }

    public string FileOf(string model, long version) => _tree.ModelFile("a", model, version);

    public void Dispose()
    {
        Server.Dispose();
        _tree.Dispose();
    }
}
