namespace GitEdge.Core.Tuning;

/// <summary>What sort of setting a knob is. The order is the order in which they are written, and put back: a profile changes other knobs, a governor can forbid an energy preference.</summary>
public enum KnobKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The profile of TuneD.</summary>
    TunedProfile,

    /// <summary>The profile of power-profiles-daemon.</summary>
    PowerProfile,

    /// <summary>The frequency governor of one cpufreq policy.</summary>
    CpuGovernor,

    /// <summary>The energy performance preference of one cpufreq policy.</summary>
    EnergyPreference,

    /// <summary>The kernel's transparent huge pages.</summary>
    TransparentHugepages,

    /// <summary>A key below /proc/sys.</summary>
    Sysctl,

    /// <summary>A property of a systemd unit.</summary>
    UnitProperty,
}
