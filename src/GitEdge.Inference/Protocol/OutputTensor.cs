using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Protocol;

/// <summary>One output of one run, in the runtime's own memory.</summary>
internal readonly struct OutputTensor
{
    public OutputTensor(RequestedOutput request, OrtValue value)
    {
        Spec = request.Spec;
        Binary = request.Binary;
        Value = value;
        var info = value.GetTensorTypeAndShape();
        Shape = info.Shape;
        Count = (int)info.ElementCount;
    }

    public TensorSpec Spec { get; }

    public bool Binary { get; }

    public OrtValue Value { get; }

    public long[] Shape { get; }

    public int Count { get; }

    /// <summary>The elements; not for BYTES.</summary>
    public ReadOnlySpan<byte> Bytes => Value.GetTensorMutableRawData();
}
