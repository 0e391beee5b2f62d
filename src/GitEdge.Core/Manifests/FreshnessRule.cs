namespace GitEdge.Core.Manifests;

/// <summary>What a device does when no beacon says any more that it sees everything, or one says that it does not.</summary>
public enum FreshnessRule
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>It says so.</summary>
    Warn,

    /// <summary>It says so and takes nothing new; what runs goes on.</summary>
    Require,
}
