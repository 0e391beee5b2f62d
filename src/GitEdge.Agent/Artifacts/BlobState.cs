namespace GitEdge.Agent.Artifacts;

/// <summary>What the store has under a digest.</summary>
internal enum BlobState
{
    /// <summary>Not looked at.</summary>
    Unknown,

    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>Exactly the bytes of the digest, read just now.</summary>
    Whole,

    /// <summary>Other bytes, or bytes that cannot be read.</summary>
    Damaged,
}
