using GitEdge.Inference.Onnx;
using GitEdge.Testing.Fuzzing;

namespace GitEdge.Inference.Tests.Fuzz;

/// <summary>What looks at a model's bytes before the runtime does.</summary>
[Trait("Category", "Fuzz")]
public sealed class ModelFuzzTests
{
    private const int Inputs = 3000;

    private static readonly string[] Words = ["\u0008\u0001", "\u007f\u007f\u007f\u007f\u0007", ":\u0002", "r\0", "\u0001", "p\u0001", "ORTM", "../../etc/shadow", "location"];

    [Fact]
    public void Guard() => Fuzzer.Run(
        new FuzzTarget("model-guard", Models(), Words, input => ModelGuard.Check(input) is { } objection ? objection.Code + objection.What.Length / 40 : "passed"), Inputs);

    [Fact]
    public void Header() => Fuzzer.Run(new FuzzTarget("model-header", Models(), Words, input =>
    {
        try
        {
            _ = OnnxHeader.Parse(input);
            return "read";
        }
        catch (InvalidDataException e)
        {
            return e.Message.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }), Inputs);

    private static byte[][] Models() =>
    [
        TestModels.TwoOutputs(), TestModels.Turns(), TestModels.WithSequence(), TrialModels.Endless(),
        [.. OnnxTensor.External("w", OnnxType.Float, [1], "weights.bin")],
    ];
}
