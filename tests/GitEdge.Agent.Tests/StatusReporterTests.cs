using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests;

public sealed class StatusReporterTests
{
    [Fact]
    public void Start_that_changes_nothing_says_what_runs()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder["run"]);
        using var service = ServiceNotifier.From(_ => null, TimeProvider.System);
        var reporter = new StatusReporter(Agent(folder), service, NullLogger.Instance, TimeProvider.System);
        var desired = new DesiredState { Device = "one", Profiles = ["base"] };
        var current = new Generation { Number = 3, Slot = Slot.B, Release = new ReleaseName("stable", 1, 7, default), Desired = desired };

        reporter.Begin(new DeploymentState { Current = current });

        var status = JsonSerializer.Deserialize(File.ReadAllText(folder["run", "status.json"]), StatusJson.Default.DeviceStatus)!;
        Assert.Equal(7, status.Current!.Release.Counter);
        Assert.Equal(3, status.Current.Number);
        Assert.Equal(DeploymentPhase.Idle, status.Phase);
    }

    private static AgentManifest Agent(TempDirectory folder) => new()
    {
        Device = "one",
        RepoId = Guid.NewGuid(),
        Channel = "stable",
        AllowedSigners = folder["allowed_signers"],
        Root = folder.Path,
        Runtime = folder["run"],
        Remotes = [],
        InferenceAdmin = folder["admin.sock"],
        InferenceExecutable = "/usr/bin/gitedge-inference",
    };
}
