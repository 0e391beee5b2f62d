namespace GitEdge.Agent.Cli.Planning;

/// <summary>What <c>gitedge plan</c> was asked.</summary>
/// <param name="Configuration">The agent's configuration: this device, now.</param>
/// <param name="Device">Another device's id; null for this one.</param>
/// <param name="At">Another moment; null for now.</param>
/// <param name="Repository">A working tree of the fleet repository; null for the accepted release.</param>
internal sealed record PlanRequest(string Configuration, string? Device, DateTimeOffset? At, string? Repository);
