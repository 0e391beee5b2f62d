using System.Text.Json;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Tests.Cli;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary><c>gitedge verify --repo</c>, on repositories that the real git and ssh-keygen made.</summary>
public sealed class VerifyRepositoryTests
{
    [Fact]
    public void Whole_chain_is_shown_step_by_step()
    {
        using var fleet = Released();
        fleet.MakeKey("carl-new");
        fleet.Ok("keys", "rotate", "carl", fleet.Key("carl-new") + ".pub", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));

        var text = Verify(fleet, "--trust", fleet.Key("trust.json"));
        var json = Verify(fleet, "--trust", fleet.Key("trust.json"), "--json");

        Assert.Equal((0, ""), (text.ExitCode, text.Errors));
        Assert.Contains("enrolled       trust document 1, sha256:", text.Output, StringComparison.Ordinal);
        Assert.Contains("trust          trust document 2, signed by anna, ben\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("threshold      2 needed, signed have anna, ben\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("manifests      valid; repository ", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("verified rollout/stable/1\n", text.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.True(document.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(fleet.Folder.Git("rev-parse", "rollout/stable/1^{commit}"), document.RootElement.GetProperty("commit").GetString());
        Assert.Equal(["anna", "ben"], document.RootElement.GetProperty("principals").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void Without_an_enrolled_document_it_says_what_it_believes_and_why()
    {
        using var fleet = Released();

        var result = Verify(fleet);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("believed because it lies there", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one signature", "threshold-not-met")]
    [InlineData("threshold raised", "threshold-not-met")]
    [InlineData("signer revoked", "key-revoked")]
    [InlineData("held", "held")]
    [InlineData("another document", "trust-equivocation")]
    [InlineData("no such tag", "release-not-found")]
    [InlineData("no ref of a release", "ref-name-invalid")]
    public void What_a_device_would_not_take_is_refused_with_its_code(string fault, string code)
    {
        using var fleet = Released();
        var reference = Break(fleet, fault);

        var text = fleet.Folder.GitEdge("verify", "--repo", fleet.Path, "--ref", reference, "--trust", fleet.Key("trust.json"));
        var json = fleet.Folder.GitEdge("verify", "--repo", fleet.Path, "--ref", reference, "--trust", fleet.Key("trust.json"), "--json");

        Assert.Equal(3, text.ExitCode);
        Assert.StartsWith($"error: {code}: ", text.Errors, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal((3, code), (json.ExitCode, document.RootElement.GetProperty("reason").GetString()));
        Assert.NotEmpty(document.RootElement.GetProperty("cure").GetString()!);
    }

    [Fact]
    public async Task Trust_document_of_a_day_that_is_to_come_is_not_walked_to()
    {
        using var fleet = Released();
        var ahead = fleet.Session() with { Clock = new FixedTime(DateTimeOffset.UtcNow.AddDays(3)) };
        Assert.True((await new KeysAuthor(ahead).ChangeAsync((document, now) => document with { Expires = now.AddDays(400) }, [fleet.Key("anna"), fleet.Key("ben")], CancellationToken.None)).Try(out _, out var refusal), refusal?.ToString());

        var result = Verify(fleet, "--trust", fleet.Key("trust.json"));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("not believed   signed-in-future: ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("trust document 2", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--repo . ")]
    [InlineData("--repo . --ref rollout/stable/1 --allowed-signers x")]
    [InlineData("--repo . --ref rollout/stable/1 --tag x")]
    [InlineData("--tag x --allowed-signers y --trust z")]
    [InlineData("--tag x")]
    public void Options_that_do_not_go_together_are_refused(string line)
    {
        using var fleet = new FleetFolder(withKey: false);

        Assert.Equal(2, fleet.GitEdge(["verify", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).ExitCode);
    }

    private static ToolResult Verify(TrustFleet fleet, params string[] more) => fleet.Folder.GitEdge(["verify", "--repo", fleet.Path, "--ref", "rollout/stable/1", .. more]);

    private static TrustFleet Released()
    {
        var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Ok("release", "stable", "--cosign", "--key", fleet.Key("ben"));
        File.WriteAllText(fleet.Key("trust.json"), fleet.Read("trust/1.json"));
        return fleet;
    }

    private static string Break(TrustFleet fleet, string fault)
    {
        string[] both = ["--key", fleet.Key("ben"), "--key", fleet.Key("carl")];
        switch (fault)
        {
            case "one signature":
                fleet.Folder.Git("tag", "-d", "cosign/stable/1/ben");
                break;
            case "threshold raised":
                fleet.MakeKey("new");
                fleet.Ok(["keys", "add", "dora", fleet.Key("new") + ".pub", "--role", "release:stable", .. both]);
                fleet.Ok(["keys", "threshold", "release:stable", "3", .. both]);
                return "rollout/stable/1";
            case "signer revoked":
                fleet.Ok(["keys", "revoke", fleet.Fingerprint("anna"), "--reason", "stolen", .. both]);
                break;
            case "held":
                fleet.Ok("hold", "stable", "--reason", "not now", "--key", fleet.Key("carl"));
                break;
            case "another document":
                File.WriteAllText(fleet.Key("trust.json"), fleet.Read("trust/1.json").Replace("\"epoch\": 1", "\"epoch\": 0", StringComparison.Ordinal));
                break;
            case "no such tag":
                return "rollout/stable/9";
            default:
                return "v1";
        }
        return "rollout/stable/1";
    }
}
