namespace GitEdge.Core.Manifests;

/// <summary>Settings of the system that belong to a generation.</summary>
public sealed record TuningSpec
{
    /// <summary>sysctl key → value, for example <c>vm.swappiness</c> → <c>10</c>.</summary>
    public IReadOnlyDictionary<string, string> Sysctl { get; init; } = new Dictionary<string, string>();

    /// <summary>CPU frequency governor, for example <c>performance</c>.</summary>
    public string? CpuGovernor { get; init; }

    /// <summary>Energy performance preference, for example <c>balance_performance</c>.</summary>
    public string? EnergyPreference { get; init; }

    /// <summary><c>always</c>, <c>madvise</c> or <c>never</c>.</summary>
    public string? TransparentHugepages { get; init; }

    /// <summary>Unit → property → value, for systemd's SetUnitProperties.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Units { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Profile of TuneD.</summary>
    public string? TunedProfile { get; init; }

    /// <summary>Profile of power-profiles-daemon: <c>power-saver</c>, <c>balanced</c> or <c>performance</c>.</summary>
    public string? PowerProfile { get; init; }

    /// <summary>Time after which unconfirmed settings are put back.</summary>
    public TimeSpan? ConfirmWithin { get; init; }
}
