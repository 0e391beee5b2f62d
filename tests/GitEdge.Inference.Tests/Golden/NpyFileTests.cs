using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Golden;

public sealed class NpyFileTests
{
    [Theory]
    [InlineData("<f4", "(2, 3)", 24, TensorElementType.Float, new long[] { 2, 3 })]
    [InlineData("<f2", "(3,)", 6, TensorElementType.Float16, new long[] { 3 })]
    [InlineData("<i8", "()", 8, TensorElementType.Int64, new long[] { })]
    [InlineData("|b1", "(0, 4)", 0, TensorElementType.Bool, new long[] { 0, 4 })]
    public void Array_is_read(string type, string shape, int bytes, TensorElementType element, long[] axes)
    {
        byte[] data = [.. Enumerable.Range(0, bytes).Select(i => (byte)i)];
        var tensor = NpyFile.Parse("x", Npy.Bytes(type, shape, data));

        Assert.Equal(("x", element), (tensor.Name, tensor.Type));
        Assert.Equal(axes, tensor.Shape);
        Assert.Equal(data, tensor.Data);
    }

    [Fact]
    public void Bad_array_is_refused_by_name()
    {
        Assert.Equal("not a .npy file", Refusal([.. "<html>............."u8]));
        Assert.Equal("not a .npy file", Refusal([]));
        Assert.Equal("the header of the .npy file is cut off", Refusal(Npy.Bytes("<f4", "(1,)", [])[..20]));
        Assert.StartsWith("the array is in Fortran order", Refusal(Npy.Bytes("<f4", "(1,)", new byte[4], "True")), StringComparison.Ordinal);
        Assert.StartsWith("the array's dtype '>f4' is not supported", Refusal(Npy.Bytes(">f4", "(1,)", new byte[4])), StringComparison.Ordinal);
        Assert.Equal("the shape [2] needs 8 bytes, there are 4", Refusal(Npy.Bytes("<f4", "(2,)", new byte[4])));
        Assert.Equal("the header of the .npy file has no shape", Refusal(Npy.Bytes("<f4", "[2]", new byte[4])));
    }

    private static string Refusal(byte[] file) => Assert.Throws<InvalidDataException>(() => NpyFile.Parse("x", file)).Message;
}
