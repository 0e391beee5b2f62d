namespace GitEdge.Core.Manifests;

/// <summary>What becomes of a release that was recalled when the device knows nothing good to go back to.</summary>
public enum RecallRule
{
    /// <summary>It goes on: a doubtful answer is better than none.</summary>
    Keep,

    /// <summary>It is stopped: no answer is better than a doubtful one.</summary>
    Stop,
}
