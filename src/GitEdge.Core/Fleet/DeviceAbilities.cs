namespace GitEdge.Core.Fleet;

/// <summary>What a device can do beside serving models; what a release asks for beyond it is refused by name.</summary>
public sealed record DeviceAbilities
{
    /// <summary>The agent alone, which may not change the system.</summary>
    public static DeviceAbilities OneProcess { get; } = new();

    /// <summary>The agent with the privileged helper.</summary>
    public static DeviceAbilities WithHelper { get; } = new() { Tunes = true, RunsContainers = true };

    /// <summary>Whether it can tune the system.</summary>
    public bool Tunes { get; init; }

    /// <summary>Whether it can run containers.</summary>
    public bool RunsContainers { get; init; }
}
