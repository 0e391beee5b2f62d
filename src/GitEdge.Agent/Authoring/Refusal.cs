namespace GitEdge.Agent.Authoring;

/// <summary>Why something was not done, and what to do about it.</summary>
/// <param name="What">What is wrong, without a final stop.</param>
/// <param name="Cure">What to do.</param>
internal sealed record Refusal(string What, string Cure)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"error: {What}; fix: {Cure}";
}
