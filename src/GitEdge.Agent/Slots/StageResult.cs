using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>How staging ended. The set is closed.</summary>
internal abstract record StageResult
{
    private StageResult()
    {
    }

    /// <summary>The slot holds the generation, every byte read back, everything synced.</summary>
    /// <param name="Generation">What it holds.</param>
    /// <param name="Reused">It did already, and nothing was written.</param>
    public sealed record Staged(SlotGeneration Generation, bool Reused) : StageResult;

    /// <summary>It does not, and is not taken for whole. The active slot was not touched.</summary>
    /// <param name="Fault">Why, and what to do.</param>
    public sealed record Failed(Fault Fault) : StageResult;
}
