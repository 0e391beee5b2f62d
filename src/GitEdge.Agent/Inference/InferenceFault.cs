namespace GitEdge.Agent.Inference;

/// <summary>Why the server did not do what was asked.</summary>
/// <param name="Kind">Whether asking again may help.</param>
/// <param name="Code">The server's stable code, or <c>unreachable</c>, <c>timed-out</c>, <c>unreadable-answer</c>, <c>http-…</c>.</param>
/// <param name="Message">What, where and why.</param>
internal sealed record InferenceFault(FaultKind Kind, string Code, string Message);
