namespace GitEdge.Core.Manifests;

/// <summary>How a new version takes over from the one that serves.</summary>
public enum SwapMode
{
    /// <summary>Both in memory, then a change of pointer: no request waits.</summary>
    Hot,

    /// <summary>
    /// Unload the old, load the new: for devices that cannot hold both. The model does not answer from the trial of the
    /// candidate until one of the two is loaded, and the candidate is not compared with the old one.
    /// </summary>
    Cold,
}
