using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Golden;

public sealed class TensorProtoTests
{
    [Theory]
    [InlineData(TensorElementType.Float, 4)]
    [InlineData(TensorElementType.UInt8, 1)]
    [InlineData(TensorElementType.Int8, 1)]
    [InlineData(TensorElementType.UInt16, 2)]
    [InlineData(TensorElementType.Int16, 2)]
    [InlineData(TensorElementType.Int32, 4)]
    [InlineData(TensorElementType.Int64, 8)]
    [InlineData(TensorElementType.Bool, 1)]
    [InlineData(TensorElementType.Float16, 2)]
    [InlineData(TensorElementType.Double, 8)]
    [InlineData(TensorElementType.UInt32, 4)]
    [InlineData(TensorElementType.UInt64, 8)]
    [InlineData(TensorElementType.BFloat16, 2)]
    public void Tensor_of_every_type_survives(TensorElementType type, int size)
    {
        var tensor = new GoldenTensor
        {
            Name = "x",
            Type = type,
            Shape = [2, 3],
            Data = [.. Enumerable.Range(0, 6 * size).Select(i => (byte)(i * 37))],
            Origin = "made",
        };
        var back = TensorProto.Parse(TensorProto.Write(tensor));

        Assert.True(tensor.HasSameValues(back));
        Assert.Equal(("x", "made"), (back.Name, back.Origin));
    }

    [Fact]
    public void Tensor_of_text_survives()
    {
        var tensor = new GoldenTensor { Name = "t", Type = TensorElementType.String, Shape = [3], Strings = ["", "grün", "漢字"] };
        Assert.Equal(tensor.Strings, TensorProto.Parse(TensorProto.Write(tensor)).Strings);
    }

    [Fact]
    public void Scalar_and_empty_tensors_survive()
    {
        Assert.Empty(TensorProto.Parse(TensorProto.Write(new GoldenTensor { Name = "", Type = TensorElementType.Int64, Shape = [], Data = new byte[8] })).Shape);
        Assert.Equal([0L, 5L], TensorProto.Parse(TensorProto.Write(new GoldenTensor { Name = "", Type = TensorElementType.Int64, Shape = [0, 5] })).Shape);
    }

    [Fact]
    public void Typed_data_packed_and_unpacked_is_read()
    {
        byte[] packed = [0x08, 2, 0x10, 6, 0x2A, 11, 5, .. MinusOne()];
        byte[] unpacked = [0x08, 2, 0x10, 6, 0x28, 5, 0x28, .. MinusOne()];

        Assert.Equal([5, 0, 0, 0, 255, 255, 255, 255], TensorProto.Parse(packed).Data);
        Assert.Equal([5, 0, 0, 0, 255, 255, 255, 255], TensorProto.Parse(unpacked).Data);
    }

    [Fact]
    public void Typed_floats_doubles_and_halves_are_read()
    {
        Assert.Equal(BitConverter.GetBytes(1.5f), TensorProto.Parse([0x10, 1, 0x22, 4, .. BitConverter.GetBytes(1.5f)]).Data);
        Assert.Equal(BitConverter.GetBytes(1.5f), TensorProto.Parse([0x10, 1, 0x25, .. BitConverter.GetBytes(1.5f)]).Data);
        Assert.Equal(BitConverter.GetBytes(1.5), TensorProto.Parse([0x10, 11, 0x52, 8, .. BitConverter.GetBytes(1.5)]).Data);
        Assert.Equal([0x00, 0x3C], TensorProto.Parse([0x10, 10, 0x28, 0x80, 0x78]).Data);
    }

    [Fact]
    public void Packed_dimensions_are_read() => Assert.Equal([2L, 3L], TensorProto.Parse([0x0A, 2, 2, 3, 0x10, 3, 0x4A, 6, 1, 2, 3, 4, 5, 6]).Shape);

    [Theory]
    [InlineData(new byte[] { 0x10, 2, 0x28, 0x80, 0x02 }, "element 0 is 256, outside 0 to 255")]
    [InlineData(new byte[] { 0x10, 9, 0x28, 2 }, "element 0 is 2, outside 0 to 1")]
    [InlineData(new byte[] { 0x10, 14 }, "element type 14 is not supported")]
    [InlineData(new byte[] { }, "element type 0 is not supported")]
    [InlineData(new byte[] { 0x08, 2, 0x10, 2, 0x4A, 1, 1 }, "the shape [2] needs 2 bytes, there are 1")]
    [InlineData(new byte[] { 0x10, 2, 0x4A, 1, 1, 0x28, 1 }, "both raw_data and typed data")]
    [InlineData(new byte[] { 0x10, 8, 0x4A, 1, 1 }, "text in raw_data; ONNX keeps it in string_data")]
    [InlineData(new byte[] { 0x10, 8, 0x32, 1, 0xFF }, "text that is not UTF-8")]
    [InlineData(new byte[] { 0x10, 1, 0x70, 1 }, "the data lies in another file (external data); write it into the tensor")]
    [InlineData(new byte[] { 0x10, 1, 0x1A, 0 }, "tensors in segments are not supported")]
    [InlineData(new byte[] { 0x10, 1, 0x4A, 9, 1 }, "not a protobuf message: 9 bytes announced, 1 left at byte 4")]
    [InlineData(new byte[] { 0x0B }, "not a protobuf message: wire type 3 at byte 1")]
    [InlineData(new byte[] { 0x02 }, "not a protobuf message: field number 0 at byte 1")]
    [InlineData(new byte[] { 0x10 }, "not a protobuf message: the end comes too early at byte 1")]
    [InlineData(new byte[] { 0x10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2 }, "not a protobuf message: a number of more than 64 bits at byte 11")]
    public void Bad_tensor_is_refused_by_name(byte[] message, string why) =>
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => TensorProto.Parse(message)).Message);

    [Fact]
    public void Hostile_shapes_are_refused()
    {
        byte[] huge = [0x08, 255, 255, 255, 255, 7];
        Assert.Contains("too large", Refusal([.. huge, .. huge, .. huge, 0x10, 1]), StringComparison.Ordinal);
        Assert.Contains("an axis of length -1", Refusal([0x08, .. MinusOne(), 0x10, 1]), StringComparison.Ordinal);
        Assert.Contains("17 axes", Refusal([.. Enumerable.Repeat(new byte[] { 0x08, 1 }, 17).SelectMany(b => b), 0x10, 1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            TensorProto.Parse(bytes);
        }
        catch (InvalidDataException)
        {
            // The one way to refuse.
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_flip_of_a_byte_is_read_or_refused()
    {
        var good = TensorProto.Write(new GoldenTensor { Name = "x", Type = TensorElementType.Float, Shape = [2], Data = new byte[8] });
        for (var i = 0; i < good.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bad = (byte[])good.Clone();
                bad[i] = (byte)value;
                Assert.True(Record.Exception(() => TensorProto.Parse(bad)) is null or InvalidDataException);
            }
        }
    }

    private static byte[] MinusOne() => [255, 255, 255, 255, 255, 255, 255, 255, 255, 1];

    private static string Refusal(byte[] message) => Assert.Throws<InvalidDataException>(() => TensorProto.Parse(message)).Message;
}
