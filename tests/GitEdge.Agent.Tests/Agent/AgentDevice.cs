using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>A device with a real model server, a real fleet repository, and the agent of this process or of one of its own.</summary>
internal sealed class AgentDevice : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <param name="root">The root folder; null takes one of the temporary folder's.</param>
    /// <param name="startServer">False leaves the model server for later.</param>
    public AgentDevice(string? root = null, bool startServer = true)
    {
        Root = root ?? _directory["root"];
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(_directory["socket"]);
        Fleet = new TestFleet(_directory["fleet"]);
        Manifest = AgentRun.Manifest(
            Root, _directory["run"], Fleet.Repository.Path, Fleet.Repository.AllowedSignersFile, _directory["socket", "admin.sock"]);
        if (startServer)
            StartServer();
    }

    public string Root { get; }

    public TestFleet Fleet { get; }

    public AgentManifest Manifest { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public InferenceServerProcess? Server { get; private set; }

    public SlotStore Slots => new(Root, digest => Path.Combine(Root, "blobs", "sha256", digest.Hex));

    public string this[params string[] parts] => Path.Combine([_directory.Path, .. parts]);

    /// <summary>Writes <c>agent.yaml</c> for an agent of its own process.</summary>
    /// <param name="believes">The fields that say whom it believes, one each; a list of signers when left out.</param>
    public void WriteConfiguration(params IReadOnlyList<string> believes)
    {
        var manifest = Manifest;
        File.WriteAllText(this["agent.yaml"], $"""
            apiVersion: gitedge.io/v1
            kind: Agent
            metadata: {"{"} name: cam-1 {"}"}
            spec:
              repoId: {manifest.RepoId}
              channel: stable
              {string.Join("\n  ", believes.Count > 0 ? believes : [$"allowedSigners: {manifest.AllowedSigners}"])}
              root: {manifest.Root}
              runtime: {manifest.Runtime}
              remotes:
                - name: origin
                  url: file://{Fleet.Repository.Path}
              poll:
                interval: 1s
              diskReserve: 1MiB
              inference:
                admin: {manifest.InferenceAdmin}
                executable: {manifest.InferenceExecutable}

            """);
    }

    public void StartServer() => Server = InferenceServerProcess.Start(Root, socket: Manifest.InferenceAdmin);

    public void StopServer()
    {
        Server!.Dispose();
        Server = null;
    }

    /// <summary>An agent of this process; it does nothing yet.</summary>
    public AgentComposition Compose() => AgentRun.Compose(Manifest, Time);

    /// <summary>Starts the agent, has it make one pass, ends it.</summary>
    public async Task<DeviceStatus> PassAsync()
    {
        using var agent = Compose();
        await agent.Service.RunOnceAsync(CancellationToken.None);
        return agent.Reporter.Current;
    }

    /// <summary>Releases a model and has it installed.</summary>
    public async Task<string> InstallAsync(byte[] model, TestRelease? how = null)
    {
        var digest = Fleet.Release(model, how);
        var status = await PassAsync();
        Assert.True(status.Ok, Describe(status));
        Assert.Equal(digest, await ServedDigestAsync());
        return digest;
    }

    /// <summary>What the process that answers requests says it has loaded; null when nothing serves.</summary>
    public async Task<string?> ServedDigestAsync()
    {
        using var response = await Server!.Public.GetAsync(new Uri("v2/models/m", UriKind.Relative));
        if (!response.IsSuccessStatusCode)
            return null;
        var metadata = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return (string?)metadata["gitedge"]!["digest"];
    }

    /// <summary>When the server loaded a version, as it says itself.</summary>
    public async Task<string> LoadedSinceAsync(long version)
    {
        var statistics = await Server!.Admin.GetFromJsonAsync<JsonNode>(new Uri($"v2/models/m/versions/{version}/stats", UriKind.Relative));
        return (string)statistics!["since"]!;
    }

    /// <summary>One request; the answer's values.</summary>
    public async Task<float[]> AskAsync(params float[] x)
    {
        var body = new JsonObject
        {
            ["inputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "x",
                ["shape"] = new JsonArray(1, 3),
                ["datatype"] = "FP32",
                ["data"] = new JsonArray([.. x.Select(value => (JsonNode)value)]),
            }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "y", ["parameters"] = new JsonObject { ["binary_data"] = true } }),
        };
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await Server!.Public.PostAsync(new Uri("v2/models/m/infer", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var floats = new float[3];
        Buffer.BlockCopy(bytes, bytes.Length - 12, floats, 0, 12);
        return floats;
    }

    /// <summary>Waits for the server to answer with these bytes, from a slot that is whole.</summary>
    public async Task AssertServesAsync(string digest, string because)
    {
        Assert.True(digest == await ServedDigestAsync(), because);
        Assert.Equal([0f, 2f, 4f], (await AskAsync(0, 1, 2)).Select(value => MathF.Round(value)));
        var active = Slots.Active;
        Assert.True(active is Slot.A or Slot.B, $"{because}: active is {active}");
        var status = Slots.Verify(active!.Value, CancellationToken.None);
        Assert.True(status is SlotStatus.Whole, $"{because}: slot {active} is {status}");
        Assert.Equal(digest, ((SlotStatus.Whole)status).Generation.Models.Single().Digest.ToString());
    }

    /// <summary>The journal as the agent keeps it.</summary>
    public DeploymentState Journal() => new DeviceState(Root).Journal.Read().Value ?? new DeploymentState();

    public IReadOnlyList<HistoryEntry> History() => File.Exists(Path.Combine(Root, "history.jsonl"))
        ? [.. File.ReadAllLines(Path.Combine(Root, "history.jsonl")).Select(line => JsonSerializer.Deserialize(line, StatusJson.Default.HistoryEntry)!)]
        : [];

    public static string? ReasonOf(DeviceStatus status, ConditionType type) => status.Conditions.FirstOrDefault(one => one.Type == type)?.Reason;

    public static string Describe(DeviceStatus status) =>
        $"{status.Phase}: {string.Join("; ", status.Conditions.Where(one => !one.Ok).Select(one => $"{one.Type} {one.Reason}: {one.Message}"))}";

    public void Dispose()
    {
        Server?.Dispose();
        _directory.Dispose();
    }
}
