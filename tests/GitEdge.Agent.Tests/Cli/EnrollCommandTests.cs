using System.Security.Cryptography;
using GitEdge.Agent.Cli;
using GitEdge.Agent.Cli.Enrolling;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Agent.Tests.Trust;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Cli;

public sealed class EnrollCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestFleet _fleet;
    private TrustFleet? _meta;

    public EnrollCommandTests()
    {
        _fleet = new TestFleet(_directory["fleet"]);
        Directory.CreateDirectory(_directory["etc"]);
    }

    private string Configuration => _directory["etc", "agent.yaml"];

    private TrustFleet Meta => _meta ??= new TrustFleet(_fleet.Repository, _directory["people"]);

    private string Url => "file://" + _fleet.Repository.Path;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Device_learns_fleet_and_channel_of_a_release_that_its_trust_document_holds_for()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var agent = Enrolled();
        Assert.Equal(("cam-1", Guid.Parse(TestFleet.RepoId), "stable"), (agent.Device, agent.RepoId, agent.Channel));
        Assert.Equal((_directory["etc", "trust.json"], null, "/var/lib/gitedge"), (agent.Trust, agent.AllowedSigners, agent.Root));
        Assert.Equal(new RemoteSpec { Name = "origin", Url = Url }, Assert.Single(agent.Remotes));
        Assert.Equal(File.ReadAllBytes(Meta.EnrolledFile), File.ReadAllBytes(agent.Trust!));
        Assert.Contains("as the trust document says", run.Output, StringComparison.Ordinal);
        Assert.Contains("stable, as devices/cam-1.yaml says", run.Output, StringComparison.Ordinal);
        Assert.Contains("stable/1, signed by rm", run.Output, StringComparison.Ordinal);
        Assert.Contains("profiles base; models m", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Next:\n  gitedge doctor --config {Configuration}\n  gitedge agent --config {Configuration}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_readable_by_the_group_and_writable_by_the_owner_alone()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile}", group: "daemon");

        Assert.Contains("readable by the group daemon", run.Output, StringComparison.Ordinal);
        foreach (var file in new[] { Configuration, _directory["etc", "trust.json"] })
            Assert.Equal("640 root:daemon", Tool.Run("stat", ["-c", "%a %U:%G", file]).Trim());
        Assert.Equal(2, Directory.GetFiles(_directory["etc"]).Length);
    }

    [Fact]
    public async Task Machine_without_the_agents_group_is_told_so()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile}", group: "no-such-group");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("There is no group no-such-group on this machine: install the package", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helper_is_used_where_the_package_has_made_its_folder()
    {
        ReleaseUnderTrust();
        await Enroll($"--trust {Meta.EnrolledFile}");
        Assert.Null(Enrolled().Helper);
        File.Delete(Configuration);

        Directory.CreateDirectory(_directory["helper"]);
        await Enroll($"--trust {Meta.EnrolledFile}");

        Assert.Equal(_directory["helper"], Enrolled().Helper);
    }

    [Fact]
    public async Task Agent_takes_the_release_with_the_configuration_that_was_written()
    {
        ReleaseUnderTrust();
        await Enroll($"--trust {Meta.EnrolledFile}");
        using var agent = AgentRun.Compose(Enrolled() with { Root = _directory["root"], Runtime = _directory["run"], InferenceAdmin = _directory["admin.sock"], DiskReserve = 0 }, TimeProvider.System);

        var offer = await agent.Releases.PollAsync(new(), CancellationToken.None);

        Assert.Equal((1, 0), (offer.Release?.Counter, offer.Distrusted.Count));
    }

    [Fact]
    public async Task Document_of_the_repository_is_believed_by_its_digest()
    {
        ReleaseUnderTrust();
        Meta.Renew(document => document);
        Meta.Push();
        var digest = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Meta.EnrolledFile)));

        var run = await Enroll($"--trust-sha256 {digest}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(File.ReadAllBytes(Meta.EnrolledFile), File.ReadAllBytes(_directory["etc", "trust.json"]));
        Assert.Contains("trust/1.json of branch gitedge-meta, with the digest that was given", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signers_of_the_repository_are_believed_by_their_digest_and_the_fleet_is_what_they_signed()
    {
        _fleet.Repository.Write("allowed_signers", File.ReadAllText(_fleet.Repository.AllowedSignersFile));
        _fleet.Release([1]);

        var run = await Enroll($"--trust-sha256 sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_fleet.Repository.AllowedSignersFile)))}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var agent = Enrolled();
        Assert.Equal((Guid.Parse(TestFleet.RepoId), null, _directory["etc", "allowed_signers"]), (agent.RepoId, agent.Trust, agent.AllowedSigners));
        Assert.Contains("as its signed release says", run.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_fleet.Repository.AllowedSignersFile), File.ReadAllText(agent.AllowedSigners!));
    }

    [Fact]
    public async Task Digest_that_nothing_has_is_refused()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust-sha256 {new string('0', 64)}");

        AssertRefused(run, ExitCode.Rejected, "trust-not-found", "sha256:0000");
    }

    [Fact]
    public async Task Repository_that_others_sign_is_refused_by_the_name_of_the_reason()
    {
        _fleet.Release([1]);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _directory["other"]]);
        var signers = _directory.Write("signers", $"other namespaces=\"git\" {File.ReadAllText(_directory["other.pub"])}");

        var run = await Enroll($"--trust {signers}");

        AssertRefused(run, ExitCode.Rejected, "unknown-signer", "refs/tags/rollout/stable/1");
    }

    [Fact]
    public async Task Fleet_of_another_identity_is_refused()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile} --repo-id 00000000-0000-4000-8000-000000000000");

        AssertRefused(run, ExitCode.Rejected, "trust-other-repository", "this device belongs to 00000000-0000-4000-8000-000000000000");
    }

    [Fact]
    public async Task Device_that_the_fleet_does_not_have_is_refused_with_those_it_has()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile}", device: "cam-2");

        AssertRefused(run, ExitCode.Rejected, "device-unknown", "fleet 'test' has no device 'cam-2' (as given) in the newest release of channel 'stable'; it has cam-1", "add devices/cam-2.yaml and release");
    }

    [Fact]
    public async Task Channel_is_the_one_that_the_devices_manifest_says_wherever_the_fleet_is_read_first()
    {
        WriteTwoChannels();
        _fleet.Repository.WriteLock().Commit();
        _fleet.Repository.Tag("beta", 1);
        _fleet.Repository.Tag("stable", 1);

        var run = await Enroll($"--trust {_fleet.Repository.AllowedSignersFile}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal("stable", Enrolled().Channel);
    }

    [Fact]
    public async Task Channel_that_the_devices_manifest_does_not_say_is_refused()
    {
        WriteTwoChannels();
        _fleet.Repository.Release("beta", 1);

        AssertRefused(await Enroll($"--trust {_fleet.Repository.AllowedSignersFile} --channel beta"), ExitCode.Rejected, "channel-differs", "says that the device follows 'stable'", "--channel stable");
        AssertRefused(await Enroll($"--trust {_fleet.Repository.AllowedSignersFile}"), ExitCode.Unavailable, "nothing-released", "no release of channel 'stable'; it has some of beta");
    }

    [Fact]
    public async Task Repository_without_a_release_is_told_apart_from_one_that_is_not_there()
    {
        Meta.Push();

        AssertRefused(await Enroll($"--trust {Meta.EnrolledFile}"), ExitCode.Unavailable, "nothing-released", "gitedge release");
        Directory.Move(_fleet.Repository.Path, _fleet.Repository.Path + ".away");
        AssertRefused(await Enroll($"--trust {Meta.EnrolledFile}"), ExitCode.Failure, "repository-missing", _fleet.Repository.Path);
    }

    [Theory]
    [InlineData("trust.json", "{ \"kind\": \"Trust\" }", "trust-invalid", 3)]
    [InlineData("signers", "nonsense", "allowed-signers-invalid", 3)]
    [InlineData("missing", null, "file-refused", 4)]
    public async Task Trust_root_that_is_none_is_refused(string name, string? content, string code, int exitCode)
    {
        if (content is not null)
            _directory.Write(name, content);

        AssertRefused(await Enroll($"--trust {_directory[name]}"), (ExitCode)exitCode, code, name);
    }

    [Fact]
    public async Task Enrolment_that_is_repeated_keeps_what_the_owner_added()
    {
        ReleaseUnderTrust();
        await Enroll($"--trust {Meta.EnrolledFile}");
        File.AppendAllText(Configuration, "  poll:\n    interval: 5s\n");
        var before = File.ReadAllText(Configuration);

        var run = await Enroll($"--trust {Meta.EnrolledFile}");

        Assert.Equal((0, before), (run.ExitCode, File.ReadAllText(Configuration)));
    }

    [Fact]
    public async Task Enrolment_that_was_cut_off_before_the_configuration_was_there_is_finished()
    {
        ReleaseUnderTrust();
        await Enroll($"--trust {Meta.EnrolledFile}");
        var before = File.ReadAllText(Configuration);
        File.Delete(Configuration);
        File.WriteAllText(_directory["etc", ".agent.yaml.tmp"], "half of");

        Assert.Equal(0, (await Enroll($"--trust {Meta.EnrolledFile}")).ExitCode);

        Assert.Equal(before, File.ReadAllText(Configuration));
        Assert.False(File.Exists(_directory["etc", ".agent.yaml.tmp"]));
    }

    [Fact]
    public async Task Another_enrolment_is_replaced_with_force_alone()
    {
        ReleaseUnderTrust();
        await Enroll($"--trust {Meta.EnrolledFile}");
        File.WriteAllText(Configuration, File.ReadAllText(Configuration).Replace("cam-1", "cam-9", StringComparison.Ordinal));
        File.WriteAllText(_directory["etc", "trust.json"], "another");

        var refused = await Enroll($"--trust {Meta.EnrolledFile}");
        AssertRefused(refused, ExitCode.Unavailable, "other-enrolment", "device is cam-9 there, not cam-1", "trust.json' is another file", "--force");
        Assert.Equal("another", File.ReadAllText(_directory["etc", "trust.json"]));

        var forced = await Enroll($"--trust {Meta.EnrolledFile} --force");
        Assert.Equal((0, "cam-1"), (forced.ExitCode, Enrolled().Device));
        Assert.Contains("What the device accepted before stays in /var/lib/gitedge.", forced.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Meta.EnrolledFile), File.ReadAllBytes(_directory["etc", "trust.json"]));
    }

    [Fact]
    public async Task Configuration_that_is_none_is_not_replaced_without_being_asked_for()
    {
        ReleaseUnderTrust();
        File.WriteAllText(Configuration, "kind: Nothing\n");

        AssertRefused(await Enroll($"--trust {Meta.EnrolledFile}"), ExitCode.Unavailable, "other-enrolment", "is there and is no configuration");
    }

    [Fact]
    public async Task Dry_run_shows_all_and_writes_nothing()
    {
        ReleaseUnderTrust();

        var run = await Enroll($"--trust {Meta.EnrolledFile} --dry-run");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"  trust: \"{_directory["etc", "trust.json"]}\"\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("nothing was written\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory["etc"]));
    }

    [Theory]
    [InlineData("Cam_!", "file:///srv/fleet.git", "--trust x", "name")]
    [InlineData("cam-1", "ftp://host/fleet.git", "--trust x", "url")]
    [InlineData("cam-1", "file:///srv/fleet.git", "--trust x --channel NO", "channel")]
    public async Task What_was_given_wrongly_is_named_before_anybody_is_asked(string device, string url, string options, string field)
    {
        var run = await Run($"enroll {url} --config {Configuration} --device {device} {options}");

        Assert.Equal((int)ExitCode.Rejected, run.ExitCode);
        Assert.Contains(field, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_named()
    {
        var run = await Run($"enroll {Url} --config {_directory["no", "agent.yaml"]} --device cam-1 --trust x");

        AssertRefused(run, ExitCode.Unavailable, "file-refused", _directory["no"]);
    }

    [Theory]
    [InlineData("file:///srv/fleet.git")]
    [InlineData("file:///srv/fleet.git --trust x --trust-sha256 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("file:///srv/fleet.git --trust-sha256 abc")]
    [InlineData("https://one.example/f https://two.example/f --trust x --token-file t")]
    [InlineData("file:///srv/fleet.git --trust x --identity-file t")]
    [InlineData("--trust x")]
    public async Task Command_line_that_leaves_open_whom_to_believe_or_to_show_a_secret_ends_with_2(string line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, await RootCommandFactory.RunAsync([.. $"enroll {line}".Split(' ')], new() { Output = output, Error = errors }));
        Assert.NotEmpty(errors.ToString());
    }

    private static void AssertRefused(CommandRun run, ExitCode code, params string[] told)
    {
        Assert.Equal((int)code, run.ExitCode);
        Assert.StartsWith($"error: {told[0]}: ", run.Errors, StringComparison.Ordinal);
        Assert.All(told, text => Assert.Contains(text, run.Errors, StringComparison.Ordinal));
        Assert.Contains("; fix: ", run.Errors, StringComparison.Ordinal);
    }

    private void ReleaseUnderTrust()
    {
        Meta.Push();
        _fleet.Release([1]);
    }

    /// <summary>beta, which sorts first, and stable, which cam-1 follows.</summary>
    private void WriteTwoChannels()
    {
        _fleet.Prepare([1]);
        _fleet.Repository.Write("fleet.yaml", $$"""
            apiVersion: gitedge.io/v1
            kind: Fleet
            metadata: { name: test }
            spec:
              repoId: {{TestFleet.RepoId}}
              channels: [ { name: stable }, { name: beta } ]

            """);
        _fleet.Repository.Write("rollouts/beta.yaml", """
            apiVersion: gitedge.io/v1
            kind: Rollout
            metadata: { name: beta }
            spec: { channel: beta, epoch: 1, counter: 1, created: 2026-01-02T03:04:05Z }

            """);
    }

    private AgentManifest Enrolled()
    {
        var read = AgentConfiguration.Read(Configuration);
        Assert.Empty(read.Problems);
        return read.Value!;
    }

    private Task<CommandRun> Enroll(string options, string device = "cam-1", string group = "gitedge") =>
        Run($"enroll {Url} --config {Configuration} --device {device} {options}", group);

    private Task<CommandRun> Run(string line, string group = "gitedge") => CommandRun.Of(EnrollCommand.Create(group, _directory["helper"]), line);
}
