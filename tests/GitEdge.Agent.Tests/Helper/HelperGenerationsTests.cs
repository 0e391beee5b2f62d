using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Helper;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>What the agent asks of the helper, on a real bus.</summary>
public sealed class HelperGenerationsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly PrivateBus _bus = PrivateBus.Start();

    public void Dispose()
    {
        _bus.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Commit_that_cannot_be_made_to_last_keeps_nothing_else_from_being_put_right()
    {
        var asked = new List<string>();
        using var served = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        using var serving = await served.ServeAsync(new BusObject(HelperBus.Path, [new BusInterface(HelperBus.Name)
        {
            Methods =
            [
                Answers(HelperBus.Commit, asked, HelperAnswer.Refuse(new Fault(FaultKind.Waiting, TuningReason.DiskRefused, "The disk is full.", "Make room."))) with { Takes = [new BusArgument("generation", "x")] },
                Answers(HelperBus.Repair, asked, HelperAnswer.Refuse(new Fault(FaultKind.Waiting, "container-start-failed", "Container 'web' did not start.", "Look."))),
            ],
        }]));
        Assert.True(await served.TryOwnAsync(HelperBus.Name, CancellationToken.None));
        using var helper = new HelperClient(_bus.Address);
        var generations = new HelperGenerations(helper, new BlobStore(_directory.Path), _directory.Path, null!, () => null);

        var fault = await generations.KeepAsync(
            new Generation { Number = 3, Slot = Slot.A, Release = new ReleaseName("stable", 1, 1, Sha256Digest.Of([])), Desired = new DesiredState { Device = "cam-1", Profiles = [] } },
            CancellationToken.None);

        Assert.Equal([HelperBus.Commit, HelperBus.Repair], asked);
        Assert.Equal((TuningReason.DiskRefused, "The disk is full. Container 'web' did not start.", "Make room. Look."), (fault!.Reason, fault.Message, fault.Cure));
    }

    private static BusMethod Answers(string name, List<string> asked, HelperAnswer answer) => new(name, (_, _) =>
    {
        asked.Add(name);
        var text = HelperJson.Write(answer);
        return Task.FromResult<WriteValues>(writer => writer.WriteString(text));
    })
    {
        Returns = HelperBus.Answer,
    };
}
