namespace GitEdge.Core.Containers;

/// <summary>What a key of a Quadlet file may say.</summary>
/// <param name="Allowed">What is allowed, in words that follow "allowed is".</param>
/// <param name="Field">The field of policy.yaml that allows more; null when only <c>keys</c> does.</param>
/// <param name="IsAllowed">Whether a value is allowed.</param>
internal sealed record KeyRule(string Allowed, string? Field, Func<string, KeyContext, bool> IsAllowed);
