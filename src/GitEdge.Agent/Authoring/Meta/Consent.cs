namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Shows what will be signed and asks; null when it may go on.</summary>
internal delegate Refusal? Consent(IReadOnlyList<string> lines);
