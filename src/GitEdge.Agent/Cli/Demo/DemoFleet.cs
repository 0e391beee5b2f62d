using System.Globalization;
using System.Security.Cryptography;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>The release manager: a fleet repository, a signing key, and a Git server that devices follow.</summary>
internal sealed class DemoFleet
{
    public const string Channel = "stable";
    public const string Device = "cam-1";

    private readonly string _folder;
    private readonly string _gitedge;
    private readonly Commands _commands;
    private readonly DemoModels _models;
    private readonly TimeSpan _soak;

    private DemoFleet(string folder, string gitedge, Commands commands, DemoModels models, TimeSpan soak) =>
        (_folder, _gitedge, _commands, _models, _soak) = (folder, gitedge, commands, models, soak);

    /// <summary>The last release's number.</summary>
    public long Counter { get; private set; }

    /// <summary>What the device is told at enrolment.</summary>
    public string RepoId { get; private set; } = "";

    /// <summary>Where devices fetch from.</summary>
    public string Url => new Uri(Server).AbsoluteUri;

    /// <summary>Who may release.</summary>
    public string AllowedSigners => Path.Combine(Work, "allowed_signers");

    private string Work => Path.Combine(_folder, "fleet");

    private string Server => Path.Combine(_folder, "fleet.git");

    /// <summary>Makes keys, the repository and the server.</summary>
    public static async Task<DemoFleet> InitAsync(
        string folder, string gitedge, Commands commands, (DemoModels Models, TimeSpan Soak) content, CancellationToken cancellation)
    {
        var fleet = new DemoFleet(folder, gitedge, commands, content.Models, content.Soak);
        await fleet.InitAsync(cancellation);
        return fleet;
    }

    /// <summary>The reference of a release.</summary>
    public static string Tag(long counter) => string.Create(CultureInfo.InvariantCulture, $"rollout/{Channel}/{counter}");

    /// <summary>Commits a profile with this model, releases it, and pushes.</summary>
    public async Task ReleaseAsync(DemoModel model, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(Work, "profiles", "base.yaml"), Profile(model), cancellation);
        CopyGolden(_models.GoldenOf(model), Path.Combine(Work, "golden", "vad"));
        await Git(cancellation, "add", "--all");
        await Git(cancellation, "commit", "--quiet", "-m", $"Serve {model.Label}");
        await _commands.RunAsync(_gitedge, ["release", Channel, "-C", Work, "-m", model.Label], cancellation);
        Counter++;
        await Git(cancellation, "push", "--quiet", "--atomic", "origin", "main", Tag(Counter));
    }

    /// <summary>Pushes a tag for the next release that nobody signed.</summary>
    public async Task PushUnsignedAsync(CancellationToken cancellation)
    {
        await Git(cancellation, "tag", "-a", "-m", Message(), Tag(Counter + 1), "main");
        await Git(cancellation, "push", "--quiet", "origin", Tag(Counter + 1));
    }

    /// <summary>Pushes a tag for the next release, well signed by somebody else.</summary>
    public async Task PushSignedByStrangerAsync(CancellationToken cancellation)
    {
        await Git(cancellation, "-c", $"user.signingkey={Path.Combine(_folder, "stranger.pub")}", "tag", "-s", "-m", Message(), Tag(Counter + 1), "main");
        await Git(cancellation, "push", "--quiet", "origin", Tag(Counter + 1));
    }

    /// <summary>Makes the newest release's reference name the signed tag of an old release.</summary>
    public Task PushMovedAsync(long old, CancellationToken cancellation) =>
        Git(cancellation, "push", "--quiet", "--force", "origin", $"{Tag(old)}:refs/tags/{Tag(Counter)}");

    /// <summary>With the manager's own key: signs another release under the number of the newest one.</summary>
    public async Task PushSecondAsync(CancellationToken cancellation)
    {
        var second = Path.Combine(_folder, "second");
        await _commands.RunAsync("git", ["clone", "--quiet", Server, second], cancellation);
        foreach (var command in new string[][] { ["reset", "--quiet", "--hard", Tag(Counter) + "^{commit}~1"], ["tag", "-d", Tag(Counter)], ["remote", "remove", "origin"] })
            await _commands.RunAsync("git", command, cancellation, second);
        await _commands.RunAsync(_gitedge, ["release", Channel, "-C", second, "-m", "another one"], cancellation);
        await _commands.RunAsync("git", ["push", "--quiet", "--force", Server, Tag(Counter)], cancellation, second);
    }

    /// <summary>Takes back what was pushed under the next release's name.</summary>
    public async Task WithdrawAsync(CancellationToken cancellation)
    {
        await Git(cancellation, "push", "--quiet", "--delete", "origin", $"refs/tags/{Tag(Counter + 1)}");
        await _commands.TryAsync("git", ["tag", "-d", Tag(Counter + 1)], cancellation, Work);
    }

    /// <summary>Makes the server offer an old release as the newest, as if restored from an old copy.</summary>
    public async Task RewindAsync(long old, CancellationToken cancellation)
    {
        for (var counter = old + 1; counter <= Counter; counter++)
            await Git(cancellation, "push", "--quiet", "--delete", "origin", $"refs/tags/{Tag(counter)}");
        await Git(cancellation, "push", "--quiet", "--force", "origin", $"{Tag(old)}^{{commit}}:refs/heads/main");
    }

    /// <summary>Makes the server whole again.</summary>
    public Task RestoreAsync(CancellationToken cancellation) => Git(cancellation, "push", "--quiet", "--force", "origin", "main", "refs/tags/*:refs/tags/*");

    private async Task InitAsync(CancellationToken cancellation)
    {
        foreach (var key in new[] { "manager", "stranger" })
            await _commands.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", key, "-f", Path.Combine(_folder, key)], cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, ".gitconfig"), $"""
            [user]
                name = Release Manager
                email = manager@example.org
                signingkey = {Path.Combine(_folder, "manager.pub")}
            [gpg]
                format = ssh
            [init]
                defaultBranch = main
            [advice]
                detachedHead = false

            """, cancellation);
        await _commands.RunAsync(_gitedge, ["fleet", "init", Work, "--name", "demo", "--device", Device, "--channel", Channel], cancellation);
        await _commands.RunAsync("git", ["init", "--quiet", "--bare", Server], cancellation);
        await Git(cancellation, "remote", "add", "origin", Server);
        var line = (await File.ReadAllLinesAsync(Path.Combine(Work, "fleet.yaml"), cancellation)).First(text => text.Contains("repoId:", StringComparison.Ordinal));
        RepoId = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    private string Message()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Work, "GITEDGE.lock"))));
        return $"urgent fix\n\nGitEdge-Lock-SHA256: {digest}";
    }

    // The gate is there to be seen, and wide enough for a machine that has much else to do.
    private string Profile(DemoModel model) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: gitedge.io/v1
        kind: Profile
        metadata: { name: base }
        selector: { matchLabels: { role: base } }
        spec:
          models:
            - name: vad
              source: "{{new Uri(model.Path).AbsoluteUri}}"
              digest: {{model.Digest}}
              size: {{model.Size}}
              golden:
                cases: golden/vad
                tolerance: { abs: 1e-3 }
                latency: { p95: 5s, regression: 50 }
          health:
            soak: {{_soak.TotalSeconds}}s
            wanted: [ { reach: git } ]

        """);

    private static void CopyGolden(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Task<string> Git(CancellationToken cancellation, params string[] arguments) => _commands.RunAsync("git", arguments, cancellation, Work);
}
