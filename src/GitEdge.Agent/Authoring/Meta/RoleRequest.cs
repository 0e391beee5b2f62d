namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A role as it is asked for.</summary>
/// <param name="Threshold">How many principals have to sign.</param>
/// <param name="Principals">Who may; null for everybody.</param>
internal sealed record RoleRequest(int Threshold, IReadOnlyList<string>? Principals);
