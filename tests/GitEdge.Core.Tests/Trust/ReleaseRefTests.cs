using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class ReleaseRefTests
{
    [Theory]
    [InlineData("refs/tags/rollout/prod/1", "prod", 1)]
    [InlineData("refs/tags/rollout/a/10", "a", 10)]
    [InlineData("refs/tags/rollout/0-a-/9223372036854775807", "0-a-", long.MaxValue)]
    public void Name_of_a_release_is_read(string name, string channel, long counter)
    {
        var parsed = ReleaseRef.Parse(name)!;

        Assert.Equal(new ReleaseRef(channel, counter), parsed);
        Assert.Equal(name, parsed.RefName);
        Assert.Equal(name["refs/tags/".Length..], parsed.TagName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rollout/prod/1")]
    [InlineData("refs/heads/rollout/prod/1")]
    [InlineData("Refs/tags/rollout/prod/1")]
    [InlineData("refs/tags/cosign/prod/1")]
    [InlineData("refs/tags/rollout/prod")]
    [InlineData("refs/tags/rollout/prod/1/2")]
    [InlineData("refs/tags/rollout//1")]
    [InlineData("refs/tags/rollout/-a/1")]
    [InlineData("refs/tags/rollout/a.b/1")]
    [InlineData("refs/tags/rollout/a_b/1")]
    [InlineData("refs/tags/rollout/A/1")]
    [InlineData("refs/tags/rollout/é/1")]
    [InlineData("refs/tags/rollout/a\n/1")]
    [InlineData("refs/tags/rollout/prod/0")]
    [InlineData("refs/tags/rollout/prod/01")]
    [InlineData("refs/tags/rollout/prod/+1")]
    [InlineData("refs/tags/rollout/prod/-1")]
    [InlineData("refs/tags/rollout/prod/ 1")]
    [InlineData("refs/tags/rollout/prod/1 ")]
    [InlineData("refs/tags/rollout/prod/")]
    [InlineData("refs/tags/rollout/prod/9223372036854775808")]
    public void Other_name_is_none(string name) => Assert.Null(ReleaseRef.Parse(name));

    [Fact]
    public void Channel_length_limit_is_exact()
    {
        Assert.NotNull(ReleaseRef.Parse($"refs/tags/rollout/{new string('a', 63)}/1"));
        Assert.Null(ReleaseRef.Parse($"refs/tags/rollout/{new string('a', 64)}/1"));
    }
}
