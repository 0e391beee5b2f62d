using System.Text;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>A fleet repository without trust documents yet, people with real keys, and a device that looks on.</summary>
internal sealed class TrustFleet : IDisposable
{
    private readonly FleetFolder _folder = FleetFolder.WithCommit();

    public TrustFleet(params string[] people)
    {
        if (_folder.Git("for-each-ref", "refs/heads/gitedge-meta").Length > 0)
            _folder.Git("update-ref", "-d", "refs/heads/gitedge-meta");
        foreach (var person in people)
            MakeKey(person);
    }

    public FleetFolder Folder => _folder;

    public string Path => _folder.Path;

    /// <summary>anna, ben and carl: root 2 of 3, releases 2 of 3, hold 1 of 3, fresh carl; signed by anna and ben.</summary>
    public static TrustFleet OfThree()
    {
        var fleet = new TrustFleet("anna", "ben", "carl");
        Assert.Equal(0, fleet.Init("anna", "--root", "2", "--release", "stable=2", "--fresh", "1:carl").ExitCode);
        fleet.Ok("keys", "sign", "--key", fleet.Key("ben"));
        return fleet;
    }

    /// <summary>The same, where devices go by the trust document alone, and anna's key is the one Git signs with.</summary>
    public static TrustFleet ToRelease()
    {
        var fleet = OfThree();
        fleet._folder.Git("rm", "-q", "allowed_signers");
        fleet._folder.Commit();
        fleet.Use("anna");
        return fleet;
    }

    /// <summary>Makes somebody's key the one Git signs with.</summary>
    public void Use(string name) => _folder.Git("config", "user.signingkey", Key(name) + ".pub");

    public ToolResult Init(string signer, params string[] more) => Run(
    [
        "keys", "init", "--principal", $"anna={Key("anna")}.pub", "--principal", $"ben={Key("ben")}.pub", "--principal", $"carl={Key("carl")}.pub",
        "--key", Key(signer), .. more,
    ]);

    public string Key(string name) => _folder.TempPath(name);

    public string MakeKey(string name, string passphrase = "")
    {
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", Key(name)]);
        return Key(name);
    }

    public string Fingerprint(string name) => Tool.Run("ssh-keygen", ["-l", "-f", Key(name) + ".pub"]).Split(' ')[1];

    /// <summary>Runs a command in the repository and agrees.</summary>
    public ToolResult Run(params string[] arguments) => _folder.GitEdge([.. arguments, "-C", Path, "--yes"]);

    /// <summary>Runs a command that must succeed.</summary>
    public string Ok(params string[] arguments)
    {
        var result = Run(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Output}{result.Errors}");
        return result.Output;
    }

    /// <summary>Runs a command that must be refused with a code, and leave everything as it was.</summary>
    public ToolResult Refused(string code, params string[] arguments)
    {
        var before = Snapshot();
        var result = Run(arguments);
        Assert.Contains($"error: {code}: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("; fix: ", result.Errors, StringComparison.Ordinal);
        Assert.True(result.ExitCode is (int)ExitCode.Unavailable or (int)ExitCode.Rejected, $"{result.ExitCode}");
        Assert.Equal(before, Snapshot());
        return result;
    }

    /// <summary>Every ref, the branch that is checked out, and what differs in the working tree.</summary>
    public string Snapshot() => _folder.Git("for-each-ref", "--format=%(refname) %(objectname)") + _folder.Git("symbolic-ref", "HEAD") + _folder.Git("status", "--porcelain");

    public string Head => _folder.Git("rev-parse", "gitedge-meta");

    public IReadOnlyList<string> Files => _folder.Git("ls-tree", "-r", "--name-only", "gitedge-meta").Split('\n');

    public string Read(string path) => _folder.Git("show", $"gitedge-meta:{path}") + "\n";

    /// <summary>What a device believes that was enrolled with the first document.</summary>
    public TrustReview Device(TrustView? before = null, string? channel = null)
    {
        var files = Files.ToDictionary(path => path, path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Read(path)), StringComparer.Ordinal);
        if (before is null)
        {
            var repoId = System.Text.Json.JsonDocument.Parse(files["trust/1.json"]).RootElement.GetProperty("repoId").GetGuid();
            Assert.True(TrustChain.Enrol(files["trust/1.json"], repoId).Try(out var root, out _));
            before = new TrustView { Root = root };
        }
        return TrustReview.Of(before, path => TrustFiles.Find(files, path), new ClockReading(DateTimeOffset.UtcNow, IsSynchronised: true), Ed25519.Load().Verify, channel is null ? null : new HoldMark(channel));
    }

    public long DeviceVersion => Device().View.Root.Document.Version;

    /// <summary>What a command has that agrees to everything.</summary>
    public MetaSession Session() => GitEdge.Agent.Cli.Keys.MetaOptions.Open(Path, new CommandOutput(TextWriter.Null, TextWriter.Null), yes: true, mayAsk: false);

    public MetaState State()
    {
        Assert.True(Session().ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Try(out var state, out var refusal), refusal?.ToString());
        return state!;
    }

    public void Dispose() => _folder.Dispose();
}
