namespace GitEdge.Agent.Cli.Planning;

/// <summary>What <c>gitedge plan</c> was asked.</summary>
/// <param name="Configuration">The agent's configuration, whose device is looked at; null for a device as it is when it is new.</param>
/// <param name="Device">A device's id; null for the configuration's.</param>
/// <param name="At">Another moment; null for now.</param>
/// <param name="Repository">A working tree of the fleet repository; null for what the agent has fetched.</param>
internal sealed record PlanRequest(string? Configuration, string? Device, DateTimeOffset? At, string? Repository);
