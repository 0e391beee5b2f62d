namespace GitEdge.Agent.Artifacts;

/// <summary>How a copy ended.</summary>
internal enum CopyEnd
{
    /// <summary>It did not.</summary>
    Unknown,

    /// <summary>Exactly the bytes that were wanted, then the end.</summary>
    Complete,

    /// <summary>The source ended before.</summary>
    Short,

    /// <summary>The source has at least one byte more.</summary>
    Long,

    /// <summary>The source broke off; it knows why.</summary>
    Broken,
}
