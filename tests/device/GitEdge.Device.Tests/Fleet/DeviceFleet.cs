using System.Globalization;
using System.Security.Cryptography;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>
/// A fleet of one device and one model <c>m</c>, made and released with the packaged <c>gitedge</c> as a release manager does, and served to
/// the device: Git over https, artifacts over http, both from the host's loopback.
/// </summary>
internal sealed class DeviceFleet : IDisposable
{
    /// <summary>The host, as the device calls it; its /etc/hosts knows the address.</summary>
    public const string Host = "fleet.example";

    private readonly string _folder;
    private readonly GitHttpServer _git;
    private readonly NginxServer _models;
    private readonly TestAuthority _authority;

    /// <summary>Makes keys, the repository and the servers.</summary>
    public DeviceFleet(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(Models);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "manager", "-f", Path.Combine(folder, "manager")]);
        File.WriteAllText(Path.Combine(folder, ".gitconfig"), $"""
            [user]
                name = Release Manager
                email = manager@example.org
                signingkey = {Path.Combine(folder, "manager.pub")}
            [gpg]
                format = ssh
            [init]
                defaultBranch = main

            """);
        Run(PackagedPrograms.GitEdge, "fleet", "init", Work, "--name", "test", "--device", "cam-1", "--channel", "stable");
        RepoId = File.ReadLines(Path.Combine(Work, "fleet.yaml")).First(line => line.Contains("repoId:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Run("git", "init", "--quiet", "--bare", Path.Combine(Served, "fleet.git"));
        Git("remote", "add", "origin", Path.Combine(Served, "fleet.git"));
        Git("push", "--quiet", "origin", "gitedge-meta");
        _authority = new TestAuthority(Path.Combine(folder, "authority"));
        Certificate = _authority.Issue(Host);
        _git = GitHttpServer.Start(Path.Combine(folder, "git"), Served, Certificate);
        _models = NginxServer.Start(Path.Combine(folder, "artifacts"), $"root {Models};");
    }

    /// <summary>The fleet's id.</summary>
    public string RepoId { get; }

    /// <summary>The newest release's number.</summary>
    public long Counter { get; private set; }

    /// <summary>The trust document a device is enrolled with.</summary>
    public string TrustFile => Path.Combine(Work, "trust.json");

    /// <summary>The authority behind the Git server's certificate.</summary>
    public string CertificateFile => _authority.CertificateFile;

    /// <summary>A certificate of that authority for the host, and its key.</summary>
    public (string Certificate, string Key) Certificate { get; }

    /// <summary>Where devices fetch from.</summary>
    public string Url => _git.Url("fleet.git", Host);

    private string Work => Path.Combine(_folder, "fleet");

    private string Served => Path.Combine(_folder, "served");

    private string Past => Path.Combine(_folder, "past");

    private string Models => Path.Combine(_folder, "models");

    /// <summary>The digest by which a release names a model.</summary>
    public static string DigestOf(byte[] model) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model));

    /// <summary>Commits, signs and publishes a release; the digest of its model.</summary>
    public string Release(DeviceRelease release)
    {
        var digest = DigestOf(release.Model);
        File.WriteAllBytes(Path.Combine(Models, digest["sha256:".Length..]), release.Model);
        File.WriteAllText(Path.Combine(Work, "profiles", "base.yaml"), Profile(release, digest));
        Tool.Run("rm", ["-rf", Path.Combine(Work, "golden")]);
        Tool.Run("mkdir", [Path.Combine(Work, "golden")]);
        Tool.Run("cp", ["-r", release.Golden, Path.Combine(Work, "golden", "m")]);
        Tool.Run("rm", ["-rf", Path.Combine(Work, "containers")]);
        if (release.Container is { } container)
        {
            Directory.CreateDirectory(Path.Combine(Work, "containers"));
            File.WriteAllText(Path.Combine(Work, "containers", $"{container.Name}.container"), container.File);
        }
        Git("add", "--all");
        Git("commit", "--quiet", "--message", "Serve another model");
        Run(PackagedPrograms.GitEdge, "release", "stable", "-C", Work, "-m", "Another model");
        Counter++;
        Git("push", "--quiet", "--atomic", "origin", "main", string.Create(CultureInfo.InvariantCulture, $"rollout/stable/{Counter}"));
        return digest;
    }

    /// <summary>Remembers the repositories as they are, for <see cref="Rewind"/>.</summary>
    public void Remember() => Copy(_folder, Past);

    /// <summary>Makes everything that was released since <see cref="Remember"/> undone.</summary>
    public void Rewind()
    {
        Copy(Past, _folder);
        Counter = Git("tag", "--list", "rollout/*").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    /// <summary>agent.yaml of the device.</summary>
    public string AgentYaml() => $"""
        apiVersion: gitedge.io/v1
        kind: Agent
        metadata:
          name: cam-1
        spec:
          repoId: {RepoId}
          channel: stable
          trust: /etc/gitedge/trust.json
          root: /var/lib/gitedge
          helper: /var/lib/gitedge-helper
          runtime: /run/gitedge
          remotes:
            - name: origin
              url: {Url}
              caFile: /etc/gitedge/ca.pem
          poll:
            interval: 5s
          inference:
            admin: /run/gitedge-inference/admin.sock
            executable: /usr/bin/gitedge-inference

        """;

    /// <inheritdoc/>
    public void Dispose()
    {
        _git.Dispose();
        _models.Dispose();
    }

    private string Profile(DeviceRelease release, string digest) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: gitedge.io/v1
        kind: Profile
        metadata: { name: base }
        selector: { matchLabels: { role: base } }
        spec:
          models:
            - name: m
              source: http://{{Host}}:{{_models.Port}}/{{digest["sha256:".Length..]}}
              digest: {{digest}}
              size: {{release.Model.Length}}
              golden: { cases: golden/m, tolerance: { abs: 1e-3 } }
          {{(release.Container is { } one ? $"containers: [ {{ name: {one.Name}, image: \"{one.Image}\", quadlet: containers/{one.Name}.container }} ]" : "")}}
          health:
            soak: {{(release.Soak < TimeSpan.FromMinutes(1) ? $"{release.Soak.TotalMilliseconds:0}ms" : $"{release.Soak.TotalSeconds:0}s")}}
            {{(release.Required is null ? "" : $"required: [ {{ http: \"{release.Required}\" }} ]")}}
            wanted: [ { reach: git } ]
        {{string.Join('\n', release.More.Select(line => "  " + line))}}

        """);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var repository in new[] { "fleet", "served" })
        {
            Tool.Run("rm", ["-rf", Path.Combine(to, repository)]);
            Tool.Run("cp", ["--archive", Path.Combine(from, repository), to]);
        }
    }

    private string Git(params string[] arguments) => Tool.Run("git", arguments, Work, Environment());

    private void Run(string program, params string[] arguments) => Tool.Run(program, arguments, _folder, Environment());

    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal)
    {
        ["HOME"] = _folder,
        ["XDG_CONFIG_HOME"] = _folder,
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["NO_COLOR"] = "1",
    };
}
