using System.Globalization;
using System.Security.Cryptography;

namespace GitEdge.Bench.Device;

/// <summary>A release manager: a work tree with a signing key, and the bare repository that devices follow.</summary>
internal sealed class BenchFleet
{
    public const string Channel = "stable";
    public const string Device = "bench-1";
    public const string RepoId = "6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90";

    private readonly FleetRepositoryBuilder _work;
    private readonly string _folder;

    /// <summary>Makes both below <paramref name="folder"/>.</summary>
    public BenchFleet(string folder)
    {
        _folder = folder;
        _work = new FleetRepositoryBuilder(Path.Combine(folder, "manager"));
        Served = Path.Combine(folder, "served", "fleet.git");
        Tool.Run("git", ["init", "-q", "--bare", "--initial-branch=main", Served]);
        _work.Git("remote", "add", "origin", Served);
        _work.Write("fleet.yaml", $$"""
            apiVersion: gitedge.io/v1
            kind: Fleet
            metadata: { name: bench }
            spec: { repoId: {{RepoId}}, channels: [ { name: {{Channel}} } ] }
            """);
        _work.Write($"devices/{Device}.yaml", $$"""
            apiVersion: gitedge.io/v1
            kind: Device
            metadata: { name: {{Device}}, labels: { role: base } }
            spec: { hardware: generic-x64, channel: {{Channel}} }
            """);
    }

    /// <summary>The folder that a web server serves.</summary>
    public string ServedFolder => Path.GetDirectoryName(Served)!;

    /// <summary>The bare repository.</summary>
    public string Served { get; }

    /// <summary>Who may release.</summary>
    public string AllowedSigners => _work.AllowedSignersFile;

    /// <summary>The last release's number.</summary>
    public long Counter { get; private set; }

    /// <summary>Commits and signs a release with one model; it is not pushed yet. Returns the model's digest, <c>sha256:…</c>.</summary>
    /// <param name="model">The model's bytes.</param>
    /// <param name="golden">Folder with its golden cases.</param>
    /// <param name="soak">How long it is watched.</param>
    public string Prepare(byte[] model, string golden, TimeSpan soak)
    {
        Counter++;
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model));
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"model-{Counter}.onnx"));
        File.WriteAllBytes(file, model);
        _work.Write("profiles/base.yaml", Profile(new Uri(file).AbsoluteUri, digest, model.Length, soak));
        _work.Write($"rollouts/{Channel}.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            apiVersion: gitedge.io/v1
            kind: Rollout
            metadata: { name: {{Channel}} }
            spec: { channel: {{Channel}}, epoch: 1, counter: {{Counter}}, created: 2026-03-01T08:00:00Z }
            """));
        Tool.Run("rm", ["-rf", Path.Combine(_work.Path, "golden")]);
        foreach (var one in Directory.GetFiles(golden, "*.pb", SearchOption.AllDirectories))
            _work.Write($"golden/vad/{Path.GetRelativePath(golden, one)}", File.ReadAllBytes(one));
        _work.Release(Channel, Counter);
        return digest;
    }

    /// <summary>Pushes the release that was prepared last, branch and tag at once.</summary>
    public void Push() =>
        _work.Git("push", "-q", "--atomic", "origin", "main", string.Create(CultureInfo.InvariantCulture, $"refs/tags/rollout/{Channel}/{Counter}"));

    private static string Profile(string source, string digest, int size, TimeSpan soak) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: gitedge.io/v1
        kind: Profile
        metadata: { name: base }
        selector: { matchLabels: { role: base } }
        spec:
          models:
            - name: vad
              source: "{{source}}"
              digest: {{digest}}
              size: {{size}}
              golden:
                cases: golden/vad
                tolerance: { abs: 1e-3 }
                latency: { p95: 100ms, regression: 4 }
          health: { soak: {{soak.TotalSeconds}}s }
        """);
}
