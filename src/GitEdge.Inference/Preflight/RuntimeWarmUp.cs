using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Preflight;

/// <summary>
/// Loads and runs the smallest of models, so that what the runtime sets up once is not counted as the candidate's.
/// </summary>
internal static class RuntimeWarmUp
{
    public static void Run()
    {
        using var model = TrialModel.Load(Identity());
        using var run = model.Bind(SyntheticInputs.Make(model.Interface.Inputs, new SyntheticOptions()));
        run.Run();
    }

    // Field numbers: onnx/onnx.proto.
    private static byte[] Identity()
    {
        var shape = new ProtoWriter().Bytes(1, new ProtoWriter().Varint(1, 1).ToArray()).ToArray();
        var type = new ProtoWriter().Bytes(1, new ProtoWriter().Varint(1, 1).Bytes(2, shape).ToArray()).ToArray();
        var graph = new ProtoWriter()
            .Bytes(1, new ProtoWriter().Text(1, "x").Text(2, "y").Text(4, "Identity").ToArray())
            .Text(2, "identity")
            .Bytes(11, new ProtoWriter().Text(1, "x").Bytes(2, type).ToArray())
            .Bytes(12, new ProtoWriter().Text(1, "y").Bytes(2, type).ToArray());
        var opset = new ProtoWriter().Text(1, "").Varint(2, 13);
        return new ProtoWriter().Varint(1, 7).Bytes(7, graph.ToArray()).Bytes(8, opset.ToArray()).ToArray();
    }
}
