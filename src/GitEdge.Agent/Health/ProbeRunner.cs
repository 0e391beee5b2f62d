using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Health;

/// <summary>Carries out the probes of a manifest, all at once.</summary>
internal sealed class ProbeRunner
{
    private readonly HttpProbe _http;
    private readonly Func<CancellationToken, Task<ProbeAnswer>> _git;

    /// <param name="http">Asks addresses on this device.</param>
    /// <param name="git">Asks whether the fleet repository answers.</param>
    public ProbeRunner(HttpProbe http, Func<CancellationToken, Task<ProbeAnswer>> git)
    {
        _http = http;
        _git = git;
    }

    /// <summary>Every required and every wanted probe, in the manifest's order.</summary>
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(HealthSpec health, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(health);
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
            { Unit: not null } => new ProbeAnswer(ProbeStatus.Unsupported, "systemd units are not asked yet"),
            _ => new ProbeAnswer(ProbeStatus.Unsupported, "the probe says neither unit, http nor reach"),
        };
        return new ProbeResult { Probe = probe, Required = required, Status = answer.Status, Text = answer.Text, IsFresh = answer.IsFresh };
    }
}
