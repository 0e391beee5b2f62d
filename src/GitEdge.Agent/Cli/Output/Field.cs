namespace GitEdge.Agent.Cli.Output;

/// <summary>A label and its value.</summary>
internal sealed record Field(string Label, params IReadOnlyList<Styled> Value);
