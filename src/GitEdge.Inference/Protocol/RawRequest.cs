using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// A body that is nothing but the data of a model's one input (header length 0), whose shape follows from the number of bytes.
/// Triton's binary tensor data extension, "Raw Binary Request".
/// </summary>
internal static class RawRequest
{
    /// <summary>Fills a request that has been reset; all outputs come in binary.</summary>
    /// <returns>Why the body does not say what is meant, or null.</returns>
    public static ProtocolError? Read(ReadOnlySpan<byte> body, InferenceRequest request)
    {
        request.BinaryByDefault = true;
        if (request.Inputs is not [var slot])
            return ProtocolError.BadRequest($"a raw body is for a model with one input, this one has {request.Inputs.Length}: send the JSON part before the data");
        var shape = request.Shape.AsSpan(0, slot.Spec.Shape.Length);
        slot.Spec.Shape.CopyTo(shape);
        if ((slot.Spec.ElementSize == 0 ? ReadText(body, slot, shape) : ReadElements(body, slot, shape)) is { } problem)
            return problem;
        slot.Filled = true;
        return request.Complete();
    }

    // The body is the one element, without its length before it.
    private static ProtocolError? ReadText(ReadOnlySpan<byte> body, InputSlot slot, ReadOnlySpan<long> shape)
    {
        if (shape.ContainsAnyExcept(1L))
            return Wrong(slot, "of BYTES a raw body is one element, and the shape must be [1]");
        slot.Prepare(shape, 1);
        slot.Value!.StringTensorSetElementAt(body, 0);
        return null;
    }

    private static ProtocolError? ReadElements(ReadOnlySpan<byte> body, InputSlot slot, Span<long> shape)
    {
        if (shape.Count(-1L) > 1)
            return Wrong(slot, "how long each of several open dimensions is does not follow from a raw body");
        var open = shape.IndexOf(-1L);
        if (open >= 0)
            shape[open] = 1;
        // How many bytes each step of the open dimension takes, or the whole tensor.
        var unit = (TensorSpec.CountOf(shape) ?? long.MaxValue / 8) * slot.Spec.ElementSize;
        if (open >= 0)
            shape[open] = unit == 0 ? 0 : body.Length / unit;
        var fits = open >= 0 && unit > 0 ? body.Length % unit == 0 : body.Length == unit;
        if (!fits)
            return Wrong(slot, $"a raw body takes {(open >= 0 && unit > 0 ? "a multiple of " : "")}{unit} bytes, got {body.Length}");
        slot.Prepare(shape, body.Length / slot.Spec.ElementSize);
        return BinaryTensor.Read(body, slot);
    }

    private static ProtocolError Wrong(InputSlot slot, string problem) =>
        ProtocolError.BadRequest($"input '{slot.Spec.Name}' is {slot.Spec.Datatype} {TensorSpec.Write(slot.Spec.Shape)}: {problem}");
}
