using System.Buffers;
using System.Buffers.Binary;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// The binary tensor extension's form of data: elements row-major and little-endian, one byte for BOOL; each element of
/// BYTES after its length in four bytes.
/// </summary>
internal static class BinaryTensor
{
    private const int LengthSize = 4;

    /// <summary>Copies into an input prepared for as many bytes.</summary>
    public static ProtocolError? Read(ReadOnlySpan<byte> data, InputSlot slot)
    {
        if (slot.Spec.ElementSize == 0)
            return ReadStrings(data, slot);
        if (slot.Spec.Type == TensorElementType.Bool && data.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var odd)
            return ProtocolError.BadRequest($"input '{slot.Spec.Name}': element {odd} is {data[odd]}; BOOL is 0 or 1");
        data.CopyTo(slot.Bytes);
        return null;
    }

    /// <summary>How many bytes an output takes in this form.</summary>
    public static long SizeOf(OutputTensor output)
    {
        if (output.Spec.ElementSize != 0)
            return output.Bytes.Length;
        var size = 0L;
        for (var i = 0; i < output.Count; i++)
            size += LengthSize + output.Value.GetStringElementAsSpan(i).Length;
        return size;
    }

    public static void Write(OutputTensor output, IBufferWriter<byte> body)
    {
        if (output.Spec.ElementSize != 0)
        {
            body.Write(output.Bytes);
            return;
        }
        for (var i = 0; i < output.Count; i++)
        {
            var element = output.Value.GetStringElementAsSpan(i);
            BinaryPrimitives.WriteInt32LittleEndian(body.GetSpan(LengthSize), element.Length);
            body.Advance(LengthSize);
            body.Write(element);
        }
    }

    private static ProtocolError? ReadStrings(ReadOnlySpan<byte> data, InputSlot slot)
    {
        for (var i = 0; i < slot.Count; i++)
        {
            var length = data.Length < LengthSize ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (length > data.Length - LengthSize)
                return ProtocolError.BadRequest($"input '{slot.Spec.Name}': the binary data ends within element {i} of {slot.Count}");
            slot.Value!.StringTensorSetElementAt(data.Slice(LengthSize, (int)length), i);
            data = data[(LengthSize + (int)length)..];
        }
        return data.Length == 0
            ? null
            : ProtocolError.BadRequest($"input '{slot.Spec.Name}': {data.Length} bytes follow the last of its {slot.Count} elements");
    }
}
