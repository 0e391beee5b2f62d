namespace GitEdge.Inference.Preflight;

/// <summary>The phases the parent acts on; the others are for people. Kept in step with the agent by a test there.</summary>
internal static class TrialPhase
{
    /// <summary>What is written to standard error before a phase.</summary>
    public const string Mark = "phase: ";

    /// <summary>From here on both models are in memory, and the memory limit is twice the candidate's.</summary>
    public const string LoadingRunning = "loading the running model";

    /// <summary>Both models run alternately.</summary>
    public const string SideBySide = "measuring beside the running model";
}
