using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Manifests;
using GitEdge.Agent.Tests.Cli;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Beacons, which count what a device would take.</summary>
public sealed class FreshTests
{
    [Fact]
    public void Beacon_names_releases_that_enough_people_signed_and_no_others()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        Sign(fleet);
        Assert.Empty(fleet.Device().View.Beacon!.Document.Heads);

        fleet.Ok("release", "stable", "--cosign", "--key", fleet.Key("ben"));
        fleet.Folder.Git("tag", "-a", "-m", "unsigned", "rollout/stable/9", "rollout/stable/1^{commit}");
        fleet.Ok("hold", "stable", "--reason", "x", "--key", fleet.Key("anna"));
        Sign(fleet);

        var device = fleet.Device();
        var beacon = device.View.Beacon!.Document;
        Assert.Empty(device.Findings);
        Assert.Equal(new ReleaseHead(1, 1), beacon.Heads["stable"]);
        Assert.Equal((1, 1, TimeSpan.FromHours(24)), (beacon.Trust, beacon.Hold, beacon.Lifetime));
        Assert.Single(fleet.Files, path => path.StartsWith("fresh.signatures/", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_new_writes_nothing()
    {
        using var fleet = TrustFleet.OfThree();
        Sign(fleet);
        var before = fleet.Head;

        Assert.Contains("still says it all", Sign(fleet).Output, StringComparison.Ordinal);
        Assert.Equal(before, fleet.Head);

        Assert.Contains("says it all until", Sign(fleet, "--lifetime", "48h").Output, StringComparison.Ordinal);
        Assert.NotEqual(before, fleet.Head);
    }

    [Fact]
    public async Task Beacon_by_a_clock_that_was_put_back_is_later_than_the_one_before()
    {
        using var fleet = TrustFleet.OfThree();
        Sign(fleet);
        var before = fleet.Device().View;
        var session = fleet.Session() with { Clock = new FixedTime(before.Beacon!.Document.Created.AddHours(-1)) };

        var signed = await new FreshAuthor(session, ManifestReader.ReadFleet, ManifestReader.ReadRollout).SignAsync(TimeSpan.FromHours(48), [fleet.Key("carl")], CancellationToken.None);

        Assert.True(signed.Try(out _, out var refusal), refusal?.ToString());
        var after = fleet.Device(before);
        Assert.Empty(after.Findings);
        Assert.Equal((before.Beacon.Document.Created.AddSeconds(1), TimeSpan.FromHours(48)), (after.View.Beacon!.Document.Created, after.View.Beacon.Document.Lifetime));
    }

    [Fact]
    public void Clone_without_the_newest_tags_says_nothing()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        Assert.Equal(0, fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path).ExitCode);
        var head = fleet.Head;
        fleet.Folder.Git("tag", "-d", "rollout/stable/1");

        var result = fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path);

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("error: heads-behind: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(head, fleet.Head);
    }

    [Theory]
    [InlineData("trust/2.json", "knows trust document 2 and hold document 1; here 1 and 1 are believed")]
    [InlineData("hold.json", "knows trust document 2 and hold document 1; here 2 and 0 are believed")]
    public async Task Branch_that_was_put_back_is_not_said_to_be_the_newest(string gone, string told)
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--reason", "x", "--key", fleet.Key("anna"));
        fleet.Ok("keys", "epoch", "--raise", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));
        Sign(fleet);
        await WriteAsync(fleet, gone, null);

        var result = fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path, "--key", fleet.Key("carl"));

        Assert.Equal(4, result.ExitCode);
        Assert.Contains($"error: heads-behind: the beacon that counts {told}", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beacon_that_nobody_of_the_role_signed_is_not_taken_for_none()
    {
        using var fleet = TrustFleet.OfThree();
        Sign(fleet);
        await WriteAsync(fleet, "fresh.json", TrustWriter.Write(fleet.Device().View.Beacon!.Document with { Hold = 0, Lifetime = TimeSpan.FromHours(1) }));

        var result = fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path, "--key", fleet.Key("carl"));

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("error: signed-by-nobody: fresh.json is on the branch", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Beacon_of_a_key_that_lost_the_role_is_followed_by_one_of_another()
    {
        using var fleet = TrustFleet.OfThree();
        Sign(fleet);
        fleet.Ok("keys", "grant", "anna", "fresh", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));
        fleet.Ok("keys", "withdraw", "carl", "fresh", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));

        Assert.Equal(0, fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path, "--key", fleet.Key("anna")).ExitCode);

        Assert.Equal(3, fleet.Device().View.Beacon!.Document.Trust);
    }

    [Fact]
    public void Only_the_role_signs_beacons()
    {
        using var fleet = TrustFleet.OfThree();

        var result = fleet.Folder.GitEdge("fresh", "sign", "-C", fleet.Path, "--key", fleet.Key("anna"));

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("error: key-without-role: ", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>As somebody does who can push.</summary>
    private static async Task WriteAsync(TrustFleet fleet, string path, byte[]? content) =>
        Assert.Null(await fleet.Session().Branch.WriteAsync(fleet.State().Snapshot, new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [path] = content }, "planted", CancellationToken.None));

    private static ToolResult Sign(TrustFleet fleet, params string[] more)
    {
        var result = fleet.Folder.GitEdge(["fresh", "sign", "-C", fleet.Path, "--key", fleet.Key("carl"), .. more]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }
}
