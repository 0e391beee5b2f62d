using System.Text.Json;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Status;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>The real executable on clocks that are wrong, with a beacon required and keys that count for a time.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class AgentClockTests : IDisposable
{
    private const string Right = "+0";
    private const string Before = "-56y";
    private const string Beyond = "+73y";

    private readonly AgentDevice _device = new();
    private readonly TrustFleet _meta;
    private string _serves = "";
    private byte _model;

    public AgentClockTests()
    {
        _meta = new TrustFleet(_device.Fleet.Repository, _device["people"]);
        _meta.Renew(document => document with
        {
            Principals = document.Principals.ToDictionary(
                one => one.Key,
                one => (IReadOnlyList<TrustKey>)[.. one.Value.Select(key => key with { ValidAfter = TrustFleet.Start, ValidBefore = DateTimeOffset.UtcNow.AddYears(2) })]),
        });
        _meta.Push();
        _device.Manifest = _device.Manifest with { AllowedSigners = null, Trust = _meta.EnrolledFile };
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Clock_that_nobody_keeps_is_set_to_1970_to_2099_and_back_while_the_agent_runs()
    {
        var first = Release();
        using var agent = new AgentClock(_device, isKept: false, Right);
        await TakenAsync(agent, first, "with the right clock");

        // It is never before what was signed, and what was signed is enough to go on.
        agent.Set(Before);
        await TakenAsync(agent, Release(), "in 1970");

        agent.Set(Beyond);
        var next = Release();
        await WaitsAsync(agent, "trust-expired");

        agent.Set(Right);
        await TakenAsync(agent, next, "with the right clock again");
    }

    [Fact]
    public async Task Clock_that_is_kept_and_jumps_back_makes_what_is_signed_wait_and_goes_on_by_itself()
    {
        var first = Release();
        using var agent = new AgentClock(_device, isKept: true, Right);
        await TakenAsync(agent, first, "with the right clock");

        agent.Set(Before);
        var next = Release();
        await WaitsAsync(agent, "signed-in-future");

        agent.Set(Right);
        await TakenAsync(agent, next, "with the right clock again");

        agent.Set("-3d");
        next = Release();
        await WaitsAsync(agent, "signed-in-future");
        agent.Set(Right);
        await TakenAsync(agent, next, "after the second jump");
    }

    [Theory]
    [InlineData(Before, false, null)]
    [InlineData(Before, true, "signed-in-future")]
    [InlineData(Beyond, false, "trust-expired")]
    [InlineData(Beyond, true, "trust-expired")]
    public async Task Device_that_begins_with_a_wrong_clock_takes_its_first_release_as_soon_as_it_can(string offset, bool isKept, string? reason)
    {
        var digest = Release();
        using var agent = new AgentClock(_device, isKept, offset);
        if (reason is not null)
        {
            await UntilAsync(agent, () => IsNamed(reason), reason);
            Assert.Null(await _device.ServedDigestAsync());
            agent.Set(Right);
        }

        await TakenAsync(agent, digest, "the first release");
    }

    /// <summary>The next release, and a beacon of now that knows it.</summary>
    private string Release()
    {
        var digest = _device.Fleet.Release(TestModels.Good(++_model));
        _meta.Fresh(DateTimeOffset.UtcNow, _device.Fleet.Counter);
        _meta.Push();
        return digest;
    }

    private async Task TakenAsync(AgentClock agent, string digest, string when)
    {
        await UntilAsync(agent, () => _device.Journal() is { Phase: Core.Deployments.DeploymentPhase.Idle, Current.Release.Counter: var counter } && counter == _device.Fleet.Counter, when);
        await _device.AssertServesAsync(_serves = digest, when);
        await UntilAsync(agent, () => Conditions().All(one => one.Ok), $"every condition, {when}");
        await UntilAsync(agent, () => Metrics().Contains($"gitedge_accepted_counter {_device.Fleet.Counter}\n", StringComparison.Ordinal), $"the metrics, {when}");
    }

    /// <summary>It names the reason, and serves what it served.</summary>
    private async Task WaitsAsync(AgentClock agent, string reason)
    {
        await UntilAsync(agent, () => IsNamed(reason), reason);
        await UntilAsync(agent, () => Metrics().Contains($"gitedge_rejections_total{{reason=\"{reason}\"}}", StringComparison.Ordinal), $"{reason} in the metrics");
        await _device.AssertServesAsync(_serves, reason);
        Assert.Equal(_device.Fleet.Counter - 1, _device.Journal().Current!.Release.Counter);
    }

    private bool IsNamed(string reason) => Conditions().Any(one => !one.Ok && one.Reason == reason && one.Cure.Length > 0);

    private IReadOnlyList<Condition> Conditions()
    {
        var file = Path.Combine(_device.Manifest.Runtime, "status.json");
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), StatusJson.Default.DeviceStatus)!.Conditions : [];
    }

    private string Metrics() => File.Exists(AgentClock.MetricsOf(_device)) ? File.ReadAllText(AgentClock.MetricsOf(_device)) : "";

    private Task UntilAsync(AgentClock agent, Func<bool> reached, string what) => Until.TrueAsync(
        () => agent.HasEnded ? throw new InvalidOperationException($"the agent ended before {what}") : reached(), $"{what}; {string.Join("; ", Conditions().Where(one => !one.Ok))}");
}
