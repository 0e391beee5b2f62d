using System.Text;
using GitEdge.Agent.Git.Transports;

namespace GitEdge.Agent.Tests.Git;

public sealed class ListMeterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Lines_are_counted_however_they_are_cut(int piece)
    {
        var list = Encoding.ASCII.GetBytes("001e# service=git-upload-pack\n0000" + string.Concat(Enumerable.Repeat("000eabcdefghi\n", 7)) + "0000");
        var meter = new ListMeter();

        for (var at = 0; at < list.Length; at += piece)
            meter.Read(list.AsSpan(at, Math.Min(piece, list.Length - at)));

        Assert.Equal(8, meter.Lines);
    }

    [Fact]
    public void What_is_no_list_is_left_to_others()
    {
        var meter = new ListMeter();

        meter.Read("<html>0008abcd"u8);

        Assert.Equal(0, meter.Lines);
    }
}
