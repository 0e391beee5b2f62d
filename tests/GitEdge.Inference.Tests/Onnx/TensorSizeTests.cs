using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Tests.Onnx;

public sealed class TensorSizeTests
{
    [Theory]
    [InlineData(1_000_000_000L)]
    [InlineData(1L << 32, 1L << 31)]
    [InlineData(1L << 32, 1L << 32)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public void Tensor_that_claims_more_than_it_brings_is_refused(params long[] shape)
    {
        var objection = ModelGuard.Check(Plain().Constant("w", OnnxType.Float, shape, new byte[64]).Build())!;

        Assert.Equal(PreflightReason.UnsupportedModel, objection.Code);
        Assert.Contains("tensor", objection.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_dimensions_are_the_same()
    {
        var packed = new ProtoMessage().Bytes(1, [0x80, 0x80, 0x80, 0x80, 0x10, 2]).Number(2, 1).Text(8, "w").Bytes(9, new byte[64]).ToArray();

        Assert.Contains("tensor 'w' says it has 8589934592 elements", ModelGuard.Check(Plain().Part(5, packed).Build())!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_64_dimensions_are_refused() =>
        Assert.NotNull(ModelGuard.Check(Plain().Constant("w", OnnxType.Float, [.. Enumerable.Repeat(1L, 65)], new byte[4]).Build()));

    [Theory]
    [InlineData(OnnxType.Float, 4)]
    [InlineData(OnnxType.Int8, 1)]
    [InlineData(OnnxType.Bool, 1)]
    [InlineData(OnnxType.Double, 8)]
    public void Tensor_that_brings_what_it_claims_passes(OnnxType type, int bytes)
    {
        Assert.Null(ModelGuard.Check(Plain().Constant("w", type, [100, 10], new byte[1000 * bytes]).Build()));
        Assert.Null(ModelGuard.Check(Plain().Constant("w", type, [], new byte[bytes]).Build()));
        Assert.Null(ModelGuard.Check(Plain().Constant("w", type, [0, 5], []).Build()));
    }

    [Theory]
    [InlineData(100_000, 100_000, false)]
    [InlineData(1000, 1000, true)]
    public void Sparse_tensor_is_measured_by_what_it_is_written_out_to(long rows, long columns, bool passes)
    {
        var sparse = new ProtoMessage().Bytes(1, OnnxTensor.Write("v", [1], 1)).Number(3, rows).Number(3, columns).ToArray();

        Assert.Equal(passes ? null : PreflightReason.UnsupportedModel, ModelGuard.Check(Plain().Part(15, sparse).Build())?.Code);
    }

    private static OnnxModelBuilder Plain() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("Identity", ["x"], ["y"]);
}
