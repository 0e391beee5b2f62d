namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What a command changed on the branch, for people.</summary>
/// <param name="Lines">What is so now, and who is missing.</param>
/// <param name="IsWritten">Whether the branch moved; else it was so already.</param>
internal sealed record MetaResult(IReadOnlyList<string> Lines, bool IsWritten = true);
