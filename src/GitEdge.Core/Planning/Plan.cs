namespace GitEdge.Core.Planning;

/// <summary>What has to happen, in order; empty means converged.</summary>
/// <param name="Steps">The steps.</param>
public sealed record Plan(IReadOnlyList<PlanStep> Steps)
{
    /// <summary>Nothing to do.</summary>
    public bool IsConverged => Steps.Count == 0;

    /// <summary>A new generation has to be deployed.</summary>
    public bool Deploys => Steps.Any(step => step.Deploys);

    /// <summary>The current generation has to be repaired.</summary>
    public bool Repairs => Steps.Any(step => !step.Deploys);
}
