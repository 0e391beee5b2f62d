using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>The daemons that are asked beside the kernel; what is null is not on this device.</summary>
internal sealed record TuningBackends
{
    /// <summary>Reads a unit.</summary>
    public ReadUnitProperties? ReadUnit { get; init; }

    /// <summary>Sets a unit.</summary>
    public SetUnitProperty? SetUnit { get; init; }

    /// <summary>Whether a unit, or the daemon of a profile, is on this device and not masked, whether it answers or not. Asked when it does not.</summary>
    public Func<Knob, CancellationToken, Task<bool>>? IsInstalled { get; init; }

    /// <summary>TuneD (com.redhat.tuned).</summary>
    public ProfileDaemon? Tuned { get; init; }

    /// <summary>power-profiles-daemon (org.freedesktop.UPower.PowerProfiles).</summary>
    public ProfileDaemon? PowerProfiles { get; init; }
}
