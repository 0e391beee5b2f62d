using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Golden;

public sealed class GoldenComparisonTests
{
    [Theory]
    [InlineData(TensorElementType.Float, new byte[] { 0, 0, 0x80, 0x3F }, new byte[] { 0, 0, 0xC0, 0x3F })]
    [InlineData(TensorElementType.Float16, new byte[] { 0, 0x3C }, new byte[] { 0, 0x3E })]
    [InlineData(TensorElementType.BFloat16, new byte[] { 0x80, 0x3F }, new byte[] { 0xC0, 0x3F })]
    [InlineData(TensorElementType.Double, new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F }, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    public void Floats_of_every_width_are_compared_by_value(TensorElementType type, byte[] one, byte[] oneAndAHalf)
    {
        var result = GoldenComparison.Compare(Tensor(type, one), Tensor(type, oneAndAHalf), new Tolerance { Absolute = 0.25 });

        Assert.Equal((ComparisonFailure.Bound, 0.5, "1", "1.5"), (result.Failure, result.Difference, result.Expected, result.Actual));
    }

    [Theory]
    [InlineData(TensorElementType.Int8, new byte[] { 255 }, "-1")]
    [InlineData(TensorElementType.UInt8, new byte[] { 255 }, "255")]
    [InlineData(TensorElementType.Bool, new byte[] { 1 }, "1")]
    [InlineData(TensorElementType.Int16, new byte[] { 255, 255 }, "-1")]
    [InlineData(TensorElementType.UInt16, new byte[] { 255, 255 }, "65535")]
    [InlineData(TensorElementType.Int32, new byte[] { 255, 255, 255, 255 }, "-1")]
    [InlineData(TensorElementType.UInt32, new byte[] { 255, 255, 255, 255 }, "4294967295")]
    [InlineData(TensorElementType.Int64, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "-1")]
    [InlineData(TensorElementType.UInt64, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "18446744073709551615")]
    public void Whole_numbers_must_be_equal(TensorElementType type, byte[] value, string written)
    {
        var result = GoldenComparison.Compare(Tensor(type, value), Tensor(type, new byte[value.Length]), new Tolerance { Absolute = 1e30 });

        Assert.Equal((ComparisonFailure.Value, written, "0"), (result.Failure, result.Expected, result.Actual));
        Assert.True(GoldenComparison.Compare(Tensor(type, value), Tensor(type, value), new Tolerance()).Passed);
    }

    [Fact]
    public void Another_shape_or_type_is_told()
    {
        var expected = Tensor(TensorElementType.UInt8, [1, 2]);
        Assert.Equal("it is x UINT8[1], recorded is x UINT8[2]", GoldenComparison.Compare(expected, Tensor(TensorElementType.UInt8, [1]), new Tolerance()).Text);
        Assert.Equal("it is x BOOL[2], recorded is x UINT8[2]", GoldenComparison.Compare(expected, Tensor(TensorElementType.Bool, [1, 2]), new Tolerance()).Text);
    }

    private static GoldenTensor Tensor(TensorElementType type, byte[] data) =>
        new() { Name = "x", Type = type, Shape = [data.Length / Datatypes.SizeOf(type)], Data = data };
}
