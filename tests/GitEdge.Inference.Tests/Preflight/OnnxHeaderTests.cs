using GitEdge.Inference.Onnx;
using GitEdge.Inference.Preflight;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Tests.Preflight;

public sealed class OnnxHeaderTests
{
    [Theory]
    [InlineData("legacy", 16)]
    [InlineData("v5", 16)]
    [InlineData("v6", 16)]
    public void Opset_of_a_real_model_is_read(string version, int opset) =>
        Assert.Equal(opset, OnnxHeader.Parse(File.ReadAllBytes(Binaries.Silero(version))).Opset);

    [Fact]
    public void Opset_of_a_made_model_is_read()
    {
        var header = OnnxHeader.Parse(TrialModels.Linear(1, 0, opset: 99));

        Assert.Equal((99, 8L, "gitedge-testing"), (header.Opset, header.IrVersion, header.Producer));
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => OnnxHeader.Parse("<html></html>"u8));
        Assert.Throws<InvalidDataException>(() => OnnxHeader.Parse(TrialModels.Linear(1).AsSpan(0, 100)));
        Assert.Equal("there is no graph in it", Assert.Throws<InvalidDataException>(() => OnnxHeader.Parse([])).Message);
    }

    [Fact]
    public void Highest_opset_is_what_this_runtime_takes()
    {
        using (TrialModel.Load(TrialModels.Linear(1, 0, TrialRuntime.MaximumOpset)))
        {
        }
        var refusal = Assert.Throws<OnnxRuntimeException>(() => TrialModel.Load(TrialModels.Linear(1, 0, TrialRuntime.MaximumOpset + 1)));
        Assert.Contains($"till opset {TrialRuntime.MaximumOpset}.", refusal.Message, StringComparison.Ordinal);
    }
}
