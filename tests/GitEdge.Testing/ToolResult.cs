namespace GitEdge.Testing;

/// <summary>How a program ended and what it printed.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors);
