namespace GitEdge.Linux.Systemd;

/// <summary>A service that lasts for one run of a program and leaves no file behind.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">For people.</param>
/// <param name="Command">The program's absolute path, and its arguments.</param>
public sealed record TransientService(UnitName Name, string Description, IReadOnlyList<string> Command)
{
    /// <summary>What it may use.</summary>
    public UnitLimits Limits { get; init; } = new();

    /// <summary>When it is ended, if it has not ended by itself; null: never.</summary>
    public TimeSpan? Longest { get; init; }
}
