using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Health;

/// <summary>Carries out the probes of a manifest, all at once.</summary>
internal sealed class ProbeRunner
{
    private readonly HttpProbe _http;
    private readonly Func<CancellationToken, Task<ProbeAnswer>> _git;
    private readonly UnitProbe _units;

    /// <param name="http">Asks addresses on this device.</param>
    /// <param name="git">Asks whether the fleet repository answers.</param>
    /// <param name="units">Asks the service manager.</param>
    public ProbeRunner(HttpProbe http, Func<CancellationToken, Task<ProbeAnswer>> git, UnitProbe units)
    {
        _http = http;
        _git = git;
        _units = units;
    }

    /// <summary>Every required and every wanted probe, in the manifest's order.</summary>
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(Probation probation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probation);
        var health = probation.Health;
        _units.Begin(probation.Generation);
        return await Task.WhenAll([
            .. health.Required.Select(probe => RunAsync(probe, required: true, cancellationToken)),
            .. health.Wanted.Select(probe => RunAsync(probe, required: false, cancellationToken))]);
    }

    private async Task<ProbeResult> RunAsync(ProbeSpec probe, bool required, CancellationToken cancellationToken)
    {
        var answer = probe switch
        {
            { Http: { } address } => await _http.AskAsync(address, cancellationToken),
            { Reach: "git" } => await _git(cancellationToken),
            { Reach: { } other } => new ProbeAnswer(ProbeStatus.Unsupported, $"'{other}' is not something that can be reached; use git"),
            { Unit: { } unit } => await _units.AskAsync(unit, cancellationToken),
            _ => new ProbeAnswer(ProbeStatus.Unsupported, "the probe says neither unit, http nor reach"),
        };
        return new ProbeResult { Probe = probe, Required = required, Status = answer.Status, Text = answer.Text, IsFresh = answer.IsFresh };
    }
}
