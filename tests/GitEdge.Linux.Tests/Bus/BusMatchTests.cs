using GitEdge.Linux.Bus;

namespace GitEdge.Linux.Tests.Bus;

public sealed class BusMatchTests
{
    [Fact]
    public void Rule_names_what_is_wanted_and_nothing_else() =>
        Assert.Equal("type='signal',sender=':1.2',member='JobRemoved'", new BusMatch { Sender = ":1.2", Member = "JobRemoved" }.ToRule());

    [Fact]
    public void Value_that_would_end_its_quotes_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new BusMatch { Path = "/a',eavesdrop='true" }.ToRule());
}
