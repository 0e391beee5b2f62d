using GitEdge.Core.Manifests;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>The agent of a test, in this process or as one that is killed.</summary>
internal static class AgentRun
{
    /// <summary>The configuration of device <c>cam-1</c>.</summary>
    public static AgentManifest Manifest(string root, string runtime, string repository, string signers, string admin) => new()
    {
        Device = "cam-1",
        RepoId = Guid.Parse(TestFleet.RepoId),
        Channel = "stable",
        AllowedSigners = signers,
        Root = root,
        Runtime = runtime,
        Remotes = [new RemoteSpec { Name = "origin", Url = repository }],
        DiskReserve = 0,
        InferenceAdmin = admin,
        InferenceExecutable = InferenceServerProcess.Executable(),
    };

    /// <summary>An agent that does nothing yet.</summary>
    public static AgentComposition Compose(AgentManifest manifest, TimeProvider time) =>
        new(manifest, new AgentHost(ServiceNotifier.From(_ => null, time), time, () => 0.5, NullLogger.Instance));

    /// <summary>One pass; 0 when the device is as it should be then.</summary>
    public static async Task<int> OnceAsync(AgentManifest manifest)
    {
        using var agent = Compose(manifest, TimeProvider.System);
        return await agent.Service.RunOnceAsync(CancellationToken.None) ? 0 : 1;
    }
}
