namespace GitEdge.Inference.Models;

/// <summary>What a version in the catalogue can do; named as in the repository extension.</summary>
internal enum ModelState
{
    /// <summary>Never seen from outside.</summary>
    Unknown,

    /// <summary>Being loaded or warmed up.</summary>
    Loading,

    /// <summary>Answers requests.</summary>
    Ready,

    /// <summary>Could not be loaded.</summary>
    Unavailable,
}
