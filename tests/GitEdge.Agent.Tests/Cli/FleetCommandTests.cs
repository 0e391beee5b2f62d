using GitEdge.Core.Manifests;
using System.Text.Json;
using GitEdge.Agent.Cli;
using GitEdge.Agent.Tests.Authoring;

namespace GitEdge.Agent.Tests.Cli;

public sealed class FleetCommandTests
{
    [Fact]
    public void Init_makes_a_valid_fleet_that_can_be_released()
    {
        using var fleet = FleetFolder.WithCommit();

        Assert.Equal(
            new ToolResult(0, "valid: 1 devices, 1 profiles, 1 rollouts\n", ""),
            fleet.GitEdge("fleet", "validate", fleet.Path)
        );
        Assert.Equal(
            "manager@example.org namespaces=\"git\" "
                + string.Join(' ', File.ReadAllText(fleet.TempPath("key.pub")).Split(' ')[..2]).TrimEnd()
                + "\n",
            fleet.Read("allowed_signers")
        );
        Assert.EndsWith("* -text\n", fleet.Read(".gitattributes"), StringComparison.Ordinal);
        Assert.Equal(0, fleet.Release().ExitCode);
    }

    [Fact]
    public void Init_makes_the_trust_document_of_one_key()
    {
        using var fleet = FleetFolder.WithCommit();

        Assert.Equal(fleet.Git("show", "gitedge-meta:trust/1.json") + "\n", fleet.Read("trust.json"));
        using var document = JsonDocument.Parse(fleet.Read("trust.json"));
        Assert.Contains($"repoId: {document.RootElement.GetProperty("repoId").GetString()}", fleet.Read("fleet.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, fleet.GitEdge("keys", "list", "-C", fleet.Path).ExitCode);
    }

    [Fact]
    public void Init_that_was_cut_off_before_fleet_yaml_goes_on_with_the_same_identity()
    {
        using var fleet = FleetFolder.WithCommit();
        var trust = fleet.Read("trust.json");
        File.Delete(Path.Combine(fleet.Path, "fleet.yaml"));
        File.Delete(Path.Combine(fleet.Path, "trust.json"));

        Assert.Equal(0, fleet.GitEdge("fleet", "init", fleet.Path, "--device", "cam-1").ExitCode);

        Assert.Equal(trust, fleet.Read("trust.json"));
        using var document = JsonDocument.Parse(trust);
        Assert.Contains($"repoId: {document.RootElement.GetProperty("repoId").GetString()}", fleet.Read("fleet.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Init_with_a_key_that_does_not_sign_makes_the_fleet_without_a_trust_document()
    {
        using var fleet = new FleetFolder();
        File.Delete(fleet.TempPath("key"));

        var result = fleet.GitEdge("fleet", "init", fleet.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("There is no trust document yet", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(fleet.Path, "fleet.yaml")));
        Assert.Equal("", fleet.Git("for-each-ref"));
    }

    [Fact]
    public void Init_makes_the_folder_and_the_git_repository()
    {
        using var temp = new TempDirectory();
        using var fleet = new FleetFolder();

        var result = fleet.GitEdge(
            "fleet",
            "init",
            temp["new", "fleet"],
            "--name",
            "harbour",
            "--device",
            "quay-1",
            "--channel",
            "beta"
        );

        Assert.Equal(0, result.ExitCode);
        Assert.True(Directory.Exists(temp["new", "fleet", ".git"]));
        Assert.Contains(
            "name: harbour",
            File.ReadAllText(temp["new", "fleet", "fleet.yaml"]),
            StringComparison.Ordinal
        );
        Assert.Contains("gitedge release beta", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, fleet.GitEdge("fleet", "validate", temp["new", "fleet"]).ExitCode);
    }

    [Fact]
    public void Init_without_a_key_says_how_to_get_one()
    {
        using var fleet = new FleetFolder(withKey: false);

        var result = fleet.GitEdge("fleet", "init", fleet.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "No signing key is configured: run 'git config gpg.format ssh'",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Path.Combine(fleet.Path, "allowed_signers")));
    }

    [Fact]
    public void Init_never_touches_a_fleet_that_is_there()
    {
        using var fleet = FleetFolder.WithCommit();

        var result = fleet.GitEdge("fleet", "init", fleet.Path);

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("is a fleet repository already", result.Errors, StringComparison.Ordinal);
        Assert.Equal("", fleet.Git("status", "--porcelain"));
    }

    [Fact]
    public void Init_inside_another_repository_is_refused()
    {
        using var fleet = FleetFolder.WithCommit();

        Assert.Equal((int)ExitCode.Unavailable, fleet.GitEdge("fleet", "init", Path.Combine(fleet.Path, "inner")).ExitCode);
    }

    [Fact]
    public void Init_that_was_cut_off_is_completed_and_keeps_what_is_there()
    {
        using var fleet = FleetFolder.WithCommit();
        File.Delete(Path.Combine(fleet.Path, "fleet.yaml"));
        File.Delete(Path.Combine(fleet.Path, "rollouts/stable.yaml"));
        fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: 7m");

        Assert.Equal(0, fleet.GitEdge("fleet", "init", fleet.Path, "--device", "cam-1").ExitCode);

        Assert.Contains("soak: 7m", fleet.Read("profiles/base.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, fleet.GitEdge("fleet", "validate", fleet.Path).ExitCode);
    }

    [Fact]
    public void Validate_prints_every_problem_of_every_file_with_its_place_and_cure()
    {
        using var fleet = FleetFolder.WithCommit();
        fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: never");
        fleet.Edit("devices/cam-1.yaml", "channel: stable", "channel: stabel");
        fleet.Write("devices/cam-2.yaml", "a: &x 1\nb: *x\n");
        fleet.Write("devices/cam-3.yml", "");

        var result = fleet.GitEdge("fleet", "validate", fleet.Path);

        Assert.Equal((int)ExitCode.Rejected, result.ExitCode);
        var lines = result.Errors.TrimEnd('\n').Split('\n');
        Assert.Equal(
            [
                "devices/cam-1.yaml:9:12",
                "devices/cam-2.yaml:1:4",
                "devices/cam-2.yaml:2:4",
                "devices/cam-3.yml:1:1",
                "profiles/base.yaml:20:11",
            ],
            lines[..^1].Select(line => line[..line.IndexOf(": error: ", StringComparison.Ordinal)])
        );
        Assert.All(lines[..^1], line => Assert.Contains("; fix: ", line, StringComparison.Ordinal));
        Assert.Equal("5 problems", lines[^1]);
    }

    [Fact]
    public void Validate_warns_of_what_a_container_asks_for_that_only_an_owner_allows()
    {
        using var fleet = FleetFolder.WithCommit();
        var image = $"example.org/a@sha256:{new string('0', 64)}";
        fleet.Write("containers/a.container", $"[Container]\nImage={image}\nNetwork=host\n");
        fleet.Edit("profiles/base.yaml", "  models: []", $"  containers: [ {{ name: a, image: \"{image}\", quadlet: containers/a.container }} ]");

        var result = fleet.GitEdge("fleet", "validate", fleet.Path);
        using var json = JsonDocument.Parse(fleet.GitEdge("fleet", "validate", fleet.Path, "--json").Output);

        Assert.Equal((int)ExitCode.Ok, result.ExitCode);
        Assert.Contains("containers/a.container:3:1: warning: a device would refuse this unless its owner allows it: Network='host'", result.Output, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(json.RootElement.GetProperty("forbidden").EnumerateArray()).GetProperty("line").GetInt32());
    }

    [Fact]
    public void Validate_prints_json_for_scripts()
    {
        using var fleet = FleetFolder.WithCommit();
        fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: never");

        var result = fleet.GitEdge("fleet", "validate", fleet.Path, "--json");

        Assert.Equal((int)ExitCode.Rejected, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        var problem = Assert.Single(json.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            ("profiles/base.yaml", 20, "Schema"),
            (
                problem.GetProperty("file").GetString(),
                problem.GetProperty("line").GetInt32(),
                problem.GetProperty("rule").GetString()
            )
        );
    }

    [Fact]
    public void Validate_refuses_symbolic_links_and_never_follows_them()
    {
        using var fleet = FleetFolder.WithCommit();
        Directory.CreateDirectory(Path.Combine(fleet.Path, "golden"));
        Directory.CreateSymbolicLink(Path.Combine(fleet.Path, "golden/loop"), fleet.Path);

        var result = fleet.GitEdge("fleet", "validate", fleet.Path);

        Assert.Equal((int)ExitCode.Rejected, result.ExitCode);
        Assert.StartsWith("golden/loop:1:1: error: a symbolic link", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_of_a_folder_that_is_not_there_fails_with_its_name()
    {
        using var fleet = new FleetFolder();

        var result = fleet.GitEdge("fleet", "validate", "/nowhere/at/all");

        Assert.Equal((int)ExitCode.Failure, result.ExitCode);
        Assert.Contains("/nowhere/at/all", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fleet", "init", "--channel", "A b")]
    [InlineData("release")]
    [InlineData("nonsense")]
    [InlineData("fleet", "validate", "--nonsense")]
    public void Wrong_command_line_ends_with_usage(params string[] arguments)
    {
        using var fleet = new FleetFolder(withKey: false);

        Assert.Equal((int)ExitCode.Usage, fleet.GitEdge(arguments).ExitCode);
    }

    [Fact]
    public void Schemas_are_written_into_a_folder()
    {
        using var temp = new TempDirectory();
        using var fleet = new FleetFolder(withKey: false);

        Assert.Equal(0, fleet.GitEdge("fleet", "schemas", temp["s"]).ExitCode);
        Assert.Equal(ManifestKinds.Schemas().Count, Directory.GetFiles(temp["s"], "*.schema.json").Length);
    }
}
