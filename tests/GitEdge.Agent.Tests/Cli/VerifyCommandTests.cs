using System.CommandLine;
using System.Text;
using System.Text.Json;
using GitEdge.Agent.Cli.Verifying;

namespace GitEdge.Agent.Tests.Cli;

/// <summary>With tags that the real git and ssh-keygen made.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly FleetRepositoryBuilder _fleet;
    private readonly string _tag;

    public VerifyCommandTests()
    {
        _fleet = new FleetRepositoryBuilder(_folder["fleet"]);
        _fleet.Write("fleet.yaml", "kind: Fleet\n").Release("stable", 7);
        _tag = _folder["tag"];
        File.WriteAllBytes(_tag, CatFile("rollout/stable/7"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_of_a_signed_release_says_who_signed_what()
    {
        var run = await Run($"--tag {_tag} --ref rollout/stable/7");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var key = Tool.Run("ssh-keygen", ["-l", "-f", _fleet.KeyFile]).Split(' ')[1];
        var digest = Tool.Run("sha256sum", [Path.Combine(_fleet.Path, "GITEDGE.lock")]).Split(' ')[0];
        Assert.Equal(
            $"""
            verified
            Signed by  rm@example.org
            Key        {key}
            Tag        rollout/stable/7
            Commit     {_fleet.Git("rev-parse", "HEAD")}
            Lock       sha256:{digest}
            Tagged     2026-01-02 03:04:05Z by Release Manager <rm@example.org>

            """, run.Output);
    }

    [Fact]
    public async Task Verify_json_has_the_same_fields()
    {
        var run = await Run($"--tag {_tag} --ref refs/tags/rollout/stable/7 --json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.True(document.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal("ok", document.RootElement.GetProperty("reason").GetString());
        Assert.Equal("rm@example.org", document.RootElement.GetProperty("principal").GetString());
        Assert.Equal("2026-01-02T03:04:05+00:00", document.RootElement.GetProperty("taggedAt").GetString());
    }

    [Fact]
    public async Task Verify_reads_standard_input()
    {
        var command = VerifyCommand.Create(() => File.OpenRead(_tag));

        var run = await CommandRun.Of(command, $"verify --allowed-signers {_fleet.AllowedSignersFile} --tag -");

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("rollout/stable/8", "tag-name-mismatch")]
    [InlineData("v1", "tag-name-mismatch")]
    public async Task Verify_under_another_name_is_refused(string name, string reason) =>
        await Refused(reason, $"--tag {_tag} --ref {name}");

    [Fact]
    public async Task Verify_of_a_signed_tag_that_is_no_release_is_refused_by_its_name()
    {
        _fleet.Git("tag", "-s", "-m", $"x\n\nGitEdge-Lock-SHA256: {new string('a', 64)}", "v1");
        File.WriteAllBytes(_tag, CatFile("v1"));

        await Refused("ref-name-invalid", $"--tag {_tag} --ref v1");
    }

    [Fact]
    public async Task Verify_of_a_changed_tag_is_refused()
    {
        File.WriteAllText(_tag, File.ReadAllText(_tag).Replace("Release 7", "Release 8", StringComparison.Ordinal));

        await Refused("bad-signature", $"--tag {_tag}");
    }

    [Fact]
    public async Task Verify_of_an_unsigned_tag_and_of_one_without_trailer_is_refused()
    {
        _fleet.Git("tag", "-a", "-m", "x", "unsigned");
        File.WriteAllBytes(_tag, CatFile("unsigned"));
        await Refused("unsigned-tag", $"--tag {_tag}");

        _fleet.Git("tag", "-s", "-m", "x", "bare");
        File.WriteAllBytes(_tag, CatFile("bare"));
        await Refused("trailer-missing", $"--tag {_tag}");
    }

    [Fact]
    public async Task Verify_with_another_signer_is_refused()
    {
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", _folder["other"]]);
        File.WriteAllText(_fleet.AllowedSignersFile, $"other@example.org {File.ReadAllText(_folder["other.pub"])}");

        await Refused("unknown-signer", $"--tag {_tag}");
    }

    [Fact]
    public async Task Verify_with_a_bad_list_of_signers_is_refused()
    {
        File.AppendAllText(_fleet.AllowedSignersFile, "nonsense\n");

        await Refused("allowed-signers-invalid", $"--tag {_tag}");
    }

    [Fact]
    public async Task Verify_of_an_endless_stream_ends()
    {
        await Refused("tag-too-large", "--tag /dev/zero");
        File.WriteAllText(_tag, "");
        var run = await Run($"--tag {_tag} --json");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Verify_without_the_file_ends_with_1_and_names_it()
    {
        var run = await Run($"--tag {_folder["none"]}");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(_folder["none"], run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_of_a_signed_commit_says_who_signed_what()
    {
        var commit = SignedCommit();

        var run = await Run($"--commit {commit}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var key = Tool.Run("ssh-keygen", ["-l", "-f", _fleet.KeyFile]).Split(' ')[1];
        Assert.Equal(
            $"""
            verified
            Signed by  rm@example.org
            Key        {key}
            Commit     {_fleet.Git("rev-parse", "HEAD")}
            Tree       {_fleet.Git("rev-parse", "HEAD^{tree}")}
            Committed  2026-01-02 03:04:05Z by Release Manager <rm@example.org>

            """, run.Output);
    }

    [Fact]
    public async Task Verify_of_a_changed_or_unsigned_commit_is_refused()
    {
        var commit = SignedCommit();
        File.WriteAllText(commit, File.ReadAllText(commit).Replace("signed", "Signed", StringComparison.Ordinal));
        await Refused("bad-signature", $"--commit {commit}");

        File.WriteAllText(commit, _fleet.Git("cat-file", "commit", "HEAD~1") + "\n");
        await Refused("unsigned-commit", $"--commit {commit}");
        await Refused("commit-header-invalid", $"--commit {_tag}");
        await Refused("lightweight-tag", $"--tag {commit}");
        await Refused("commit-too-large", "--commit /dev/zero");
    }

    [Fact]
    public async Task Verify_of_a_signed_file_says_who_signed_what_for()
    {
        var (file, signature) = SignedFile();

        var run = await Run($"--detached {file} --signature {signature} --namespace gitedge-hold");
        var json = await Run($"--detached {file} --signature {signature} --namespace gitedge-hold --json");

        var digest = Tool.Run("sha256sum", [file]).Split(' ')[0];
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.EndsWith($"Signed for  gitedge-hold\nDigest      sha256:{digest}\n", run.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal("rm@example.org", document.RootElement.GetProperty("principal").GetString());
        Assert.Equal("ssh-ed25519", document.RootElement.GetProperty("keyType").GetString());
        Assert.Equal("gitedge-hold", document.RootElement.GetProperty("namespace").GetString());
        Assert.Equal($"sha256:{digest}", document.RootElement.GetProperty("digest").GetString());
        Assert.False(document.RootElement.TryGetProperty("userVerified", out _));
        Assert.Equal(0, (await Run($"--detached {file} --signature {signature} --namespace gitedge-hold --verify-required")).ExitCode);
    }

    [Fact]
    public async Task Verify_of_a_file_holds_to_its_bytes_purpose_and_signature()
    {
        var (file, signature) = SignedFile();

        await Refused("signature-namespace-wrong", $"--detached {file} --signature {signature} --namespace gitedge-trust");
        await Refused("signature-armour-invalid", $"--detached {file} --signature {file} --namespace gitedge-hold");
        await Refused("signature-too-large", $"--detached {file} --signature /dev/zero --namespace gitedge-hold");
        await Refused("bad-signature", $"--detached {_tag} --signature {signature} --namespace gitedge-hold");
        File.WriteAllText(_fleet.AllowedSignersFile, $"rm@example.org namespaces=\"git\" {File.ReadAllText(_fleet.KeyFile + ".pub")}");
        await Refused("signer-namespace", $"--detached {file} --signature {signature} --namespace gitedge-hold");
    }

    [Fact]
    public async Task Verify_of_a_file_compares_windows_with_now_or_the_time_given()
    {
        var (file, signature) = SignedFile();
        var line = File.ReadAllText(_fleet.AllowedSignersFile).Trim().Split(' ', 2);
        File.WriteAllText(_fleet.AllowedSignersFile, $"{line[0]} valid-before=\"20260601Z\" {line[1]}\n");
        var options = $"verify --allowed-signers {_fleet.AllowedSignersFile} --detached {file} --signature {signature} --namespace gitedge-hold";
        Command At(int month) => VerifyCommand.Create(null, new FixedTime(new DateTimeOffset(2026, month, 1, 0, 0, 1, TimeSpan.Zero)));

        Assert.Equal(0, (await CommandRun.Of(At(5), options)).ExitCode);
        Assert.StartsWith("error: signer-no-longer-valid: ", (await CommandRun.Of(At(6), options)).Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of(At(6), options + " --at 2026-05-31T00:00:00Z")).ExitCode);
        Assert.Equal(3, (await CommandRun.Of(At(5), options + " --at 2026-06-02T00:00:00Z")).ExitCode);
    }

    /// <summary>Made by a token that was touched and asked for nothing else; its key is one for tests.</summary>
    [Fact]
    public async Task Verify_asks_tokens_for_a_pin_when_it_is_told_so()
    {
        File.WriteAllText(_fleet.AllowedSignersFile, """
            ada@example.org sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAII8VQ6HE6zthZSaFWX7PezL0P9tXNn3hRNmTJPDIqusJAAAABHNzaDo=

            """);
        File.WriteAllText(_folder["file"], "{}\n");
        File.WriteAllText(_folder["file.sig"], """
            -----BEGIN SSH SIGNATURE-----
            U1NIU0lHAAAAAQAAAEoAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAAAgjxVDoc
            TrO2FlJoVZfs97MvQ/21c2feFE2ZMk8Miq6wkAAAAEc3NoOgAAAAxnaXRlZGdlLWhvbGQA
            AAAAAAAABnNoYTUxMgAAAGcAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAABAa1
            ae76gdXnxY1BANTO3yd1fteXebsN/nPKdbLontaDXWnEfLZLSDvgRihCH72erQ3VDRy1pF
            eOgy+PCQ1csJAgEAAAAH
            -----END SSH SIGNATURE-----

            """);
        var options = $"--detached {_folder["file"]} --signature {_folder["file.sig"]} --namespace gitedge-hold";

        using var document = JsonDocument.Parse((await Run(options + " --json")).Output);
        Assert.Equal("sk-ssh-ed25519@openssh.com", document.RootElement.GetProperty("keyType").GetString());
        Assert.False(document.RootElement.GetProperty("userVerified").GetBoolean());
        await Refused("user-verification-missing", options + " --verify-required");
    }

    [Fact]
    public async Task Verify_of_an_endless_file_ends_with_1()
    {
        var (_, signature) = SignedFile();

        var run = await Run($"--detached /dev/zero --signature {signature} --namespace gitedge-hold");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("64 MiB", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Give one of --tag, --commit and --detached")]
    [InlineData("--tag x --commit y", "Give one of --tag, --commit and --detached")]
    [InlineData("--tag x --detached y --signature z --namespace n", "Give one of --tag, --commit and --detached")]
    [InlineData("--commit x --ref y", "--ref goes with --tag")]
    [InlineData("--detached x", "--detached needs --signature and --namespace")]
    [InlineData("--detached x --signature y", "--detached needs --signature and --namespace")]
    [InlineData("--detached x --namespace y", "--detached needs --signature and --namespace")]
    [InlineData("--tag x --signature y", "--signature, --namespace and --at go with --detached")]
    [InlineData("--tag x --namespace y", "--signature, --namespace and --at go with --detached")]
    [InlineData("--commit x --at 2026-05-31T00:00:00Z", "--signature, --namespace and --at go with --detached")]
    public async Task Verify_with_options_that_do_not_go_together_says_so(string options, string problem)
    {
        var run = await Run(options);

        // The program makes a 2 of it.
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(problem, run.Errors, StringComparison.Ordinal);
    }

    private string SignedCommit()
    {
        _fleet.Git("commit", "-q", "--allow-empty", "-S", "-m", "signed");
        var path = _folder["commit"];
        File.WriteAllText(path, Tool.Run("git", ["-C", _fleet.Path, "cat-file", "commit", "HEAD"]));
        return path;
    }

    private (string File, string Signature) SignedFile()
    {
        File.WriteAllText(_fleet.AllowedSignersFile, $"rm@example.org {File.ReadAllText(_fleet.KeyFile + ".pub")}");
        var path = _folder["hold.json"];
        File.WriteAllText(path, "{}\n");
        Tool.Run("ssh-keygen", ["-q", "-Y", "sign", "-n", "gitedge-hold", "-f", _fleet.KeyFile, path]);
        return (path, path + ".sig");
    }

    private byte[] CatFile(string tag) => Encoding.UTF8.GetBytes(Tool.Run("git", ["-C", _fleet.Path, "cat-file", "tag", tag]));

    private async Task Refused(string reason, string options)
    {
        var json = await Run(options + " --json");
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(3, json.ExitCode);
        Assert.Equal(reason, document.RootElement.GetProperty("reason").GetString());
        Assert.NotEmpty(document.RootElement.GetProperty("cure").GetString()!);

        var text = await Run(options);
        Assert.Equal((3, ""), (text.ExitCode, text.Output));
        Assert.StartsWith($"error: {reason}: ", text.Errors, StringComparison.Ordinal);
    }

    private Task<CommandRun> Run(string options) =>
        CommandRun.Of(VerifyCommand.Create(), $"verify --allowed-signers {_fleet.AllowedSignersFile} {options}");
}
