using System.Globalization;
using System.Security.Cryptography;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>A fleet of one device and one model <c>m</c>, x → 2x by its recorded case, in a real repository with real signatures.</summary>
internal sealed class TestFleet
{
    public const string RepoId = "7d6e0e0a-56f1-4a57-9b8c-0d2f8a3c1e55";

    private readonly string _directory;

    public TestFleet(string directory)
    {
        _directory = directory;
        Repository = new FleetRepositoryBuilder(directory);
        Directory.CreateDirectory(Path.Combine(directory, "models"));
    }

    public FleetRepositoryBuilder Repository { get; }

    /// <summary>The counter of the newest release made here.</summary>
    public long Counter { get; set; }

    /// <summary>Recorded input of the golden case; the recorded answer is twice that.</summary>
    public float[] Golden { get; set; } = [0, 1, 2];

    /// <summary>Commits and signs a release of these bytes; the digest it names.</summary>
    public string Release(byte[] model, TestRelease? how = null)
    {
        Write(model, how);
        Counter++;
        Rollout(how);
        Repository.Release("stable", Counter);
        return Digest(model);
    }

    /// <summary>The same, but what is committed is not tagged.</summary>
    public void Prepare(byte[] model, TestRelease? how = null)
    {
        Write(model, how);
        Counter++;
        Rollout(how);
        Repository.WriteLock().Commit();
    }

    /// <summary>Where the artifact of these bytes lies for devices to fetch.</summary>
    public string PathOf(byte[] model) => Path.Combine(_directory, "models", Digest(model)["sha256:".Length..] + ".onnx");

    public static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Write(byte[] model, TestRelease? how)
    {
        how ??= new TestRelease();
        File.WriteAllBytes(PathOf(model), model);
        Repository.Write("fleet.yaml", $$"""
            apiVersion: gitedge.io/v1
            kind: Fleet
            metadata: { name: test }
            spec:
              repoId: {{RepoId}}
              channels: [ { name: stable } ]

            """);
        Repository.Write("devices/cam-1.yaml", """
            apiVersion: gitedge.io/v1
            kind: Device
            metadata: { name: cam-1, labels: { role: base } }
            spec: { hardware: generic-x64, channel: stable }

            """);
        Repository.Write("profiles/base.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            apiVersion: gitedge.io/v1
            kind: Profile
            metadata: { name: base }
            selector: { matchLabels: { role: base } }
            spec:
              models:
                - name: m
                  source: "{{how.Source ?? new Uri(PathOf(model)).AbsoluteUri}}"
                  digest: {{how.Digest ?? Digest(model)}}
                  size: {{model.Length}}
                  golden: { cases: golden/m, tolerance: { abs: 1e-3 } }
              health:
                soak: {{how.Soak.TotalMilliseconds:0}}ms
                wanted: [ { reach: git } ]
            {{how.More}}

            """));
        Repository.Write("golden/m/test_data_set_0/input_0.pb", Tensor("x", Golden));
        Repository.Write("golden/m/test_data_set_0/output_0.pb", Tensor("y", [.. Golden.Select(value => 2 * value)]));
    }

    private void Rollout(TestRelease? how) => Repository.Write("rollouts/stable.yaml", string.Create(CultureInfo.InvariantCulture, $"""
        apiVersion: gitedge.io/v1
        kind: Rollout
        metadata:
          name: stable
        spec:
          channel: stable
          epoch: {how?.Epoch ?? 1}
          counter: {Counter}
          whenRecalled: {(how?.WhenRecalled is RecallRule.Stop ? "stop" : "keep")}
          created: 2026-01-02T03:04:05Z
        {(how?.NotBefore is { } start ? $"  notBefore: {start:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}

        """));

    private static byte[] Tensor(string name, float[] values) =>
        OnnxTensor.Write(name, OnnxType.Float, [1, values.Length], [.. values.SelectMany(BitConverter.GetBytes)]);
}
