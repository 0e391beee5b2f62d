using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Manifests;

public sealed class RolloutRulesTests
{
    [Theory]
    [InlineData("\"minCounter\": 3", "\"minCounter\": 6", "spec.minCounter is above spec.counter")]
    [InlineData("2026-06-01", "2026-03-01", "spec.expires is not after")]
    [InlineData("2026-06-01", "2026-03-02", "spec.expires is not after")]
    [InlineData("\"100%\"", "\"5%\"", "wave 'all' does not come after wave 'canary'")]
    [InlineData("2026-03-03", "2026-03-01", "wave 'all' does not come after wave 'canary'")]
    [InlineData(
        "\"channel\": \"stable\"",
        "\"channel\": \"beta\"",
        "spec.channel is 'beta' but metadata.name is 'stable'"
    )]
    public void Rollout_whose_values_do_not_go_together_is_refused(string from, string to, string what)
    {
        var problem = Assert.Single(
            ManifestKinds
                .Rollout.Bind(JsonTree.Parse(Samples.Rollout.Replace(from, to, StringComparison.Ordinal)))
                .Problems
        );

        Assert.Equal(ManifestRule.Order, problem.Rule);
        Assert.StartsWith(what, problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Cure);
    }

    [Theory]
    [InlineData("\"counter\": 5", "\"counter\": 3")]
    [InlineData("2026-06-01T08:00:00Z", "2026-03-02T08:00:01Z")]
    [InlineData("2026-03-03T08:00:00Z", "2026-03-02T08:00:00Z")]
    public void Rollout_at_the_edge_of_order_is_accepted(string from, string to) =>
        Assert.True(
            ManifestKinds
                .Rollout.Bind(JsonTree.Parse(Samples.Rollout.Replace(from, to, StringComparison.Ordinal)))
                .IsValid
        );

    [Theory]
    [InlineData("2026-03-01T08:00:00Z", false)]
    [InlineData("2026-03-01T08:00:01Z", true)]
    public void Release_expires_after_it_was_made(string expires, bool good)
    {
        var json = Samples
            .Rollout.Replace("\"notBefore\": \"2026-03-02T08:00:00Z\",", "", StringComparison.Ordinal)
            .Replace("2026-06-01T08:00:00Z", expires, StringComparison.Ordinal);

        Assert.Equal(good, ManifestKinds.Rollout.Bind(JsonTree.Parse(json)).IsValid);
    }

    [Theory]
    [InlineData("0%", false)]
    [InlineData("0.00%", false)]
    [InlineData("0.01%", true)]
    [InlineData("100.0%", true)]
    [InlineData("100.01%", false)]
    public void Share_of_a_wave_is_above_nothing_and_at_most_all(string share, bool good)
    {
        var json = Samples.Rollout.Replace(
            """{ "name": "canary", "share": "5%", "start": "2026-03-02T08:00:00Z" }, """,
            "",
            StringComparison.Ordinal
        );

        Assert.Equal(
            good,
            ManifestKinds.Rollout.Bind(JsonTree.Parse(json.Replace("100%", share, StringComparison.Ordinal))).IsValid
        );
    }
}
