namespace GitEdge.Linux.Systemd;

/// <summary>What a unit may use (systemd.resource-control(5)); null: as it is.</summary>
public sealed record UnitLimits
{
    /// <summary>The value of <see cref="MemoryMax"/> for no limit, and of a weight that is not set.</summary>
    public const ulong None = ulong.MaxValue;

    /// <summary>Bytes.</summary>
    public ulong? MemoryMax { get; init; }

    /// <summary>1 to 10000; systemd's default is 100.</summary>
    public ulong? CpuWeight { get; init; }

    /// <summary>1 to 10000; systemd's default is 100.</summary>
    public ulong? IoWeight { get; init; }

    /// <summary>The numbers of the CPUs it may run on; empty: all.</summary>
    public IReadOnlyList<int>? AllowedCpus { get; init; }
}
