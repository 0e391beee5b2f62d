using GitEdge.Core.Health;

namespace GitEdge.Core.Tests.Health;

public sealed class TensorIndexTests
{
    [Theory]
    [InlineData(0, new long[] { 2, 3, 4 }, "[0,0,0]")]
    [InlineData(23, new long[] { 2, 3, 4 }, "[1,2,3]")]
    [InlineData(13, new long[] { 2, 3, 4 }, "[1,0,1]")]
    [InlineData(5, new long[] { 7 }, "[5]")]
    [InlineData(0, new long[] { }, "[]")]
    [InlineData(0, new long[] { 0, 2 }, "[0,0]")]
    public void Flat_index_is_written_as_coordinates(long flat, long[] shape, string written) =>
        Assert.Equal(written, TensorIndex.Write(flat, shape));
}
