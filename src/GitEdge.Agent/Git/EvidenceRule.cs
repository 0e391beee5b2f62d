namespace GitEdge.Agent.Git;

/// <summary>
/// Whether a tag that was moved or deleted proves anything. Anybody who can push can make a tag; who moves a thousand of
/// them must not use up the room for the one that matters.
/// </summary>
/// <param name="refName">The reference that named it.</param>
/// <param name="id">The object.</param>
/// <param name="bytes">Its body.</param>
internal delegate bool EvidenceRule(string refName, GitObjectId id, ReadOnlyMemory<byte> bytes);
