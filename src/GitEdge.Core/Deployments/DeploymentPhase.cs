namespace GitEdge.Core.Deployments;

/// <summary>Where a device is in carrying out a generation.</summary>
public enum DeploymentPhase
{
    /// <summary>Nothing under way: observe, repair drift.</summary>
    Idle,

    /// <summary>Artifacts come into the store; nothing that runs is touched.</summary>
    Fetching,

    /// <summary>The inactive slot is filled and verified.</summary>
    Staging,

    /// <summary>The candidate is tried in a process of its own.</summary>
    Preflight,

    /// <summary>The candidate is loaded beside the running version and becomes the default.</summary>
    Activating,

    /// <summary>The candidate serves and is watched.</summary>
    Probation,

    /// <summary>The candidate has become the current generation; what is no longer needed is removed.</summary>
    Committed,

    /// <summary>The current generation is made to serve again.</summary>
    RollingBack,

    /// <summary>Going back failed too often: a person is needed. A newer release is still accepted.</summary>
    Stalled,

    /// <summary>What was recalled with nothing good before it is made to serve no more, as its release asked for.</summary>
    Stopping,
}
