namespace GitEdge.Agent.Git;

/// <summary>A Git object as it is stored, without its header.</summary>
/// <param name="Type">What it says it is.</param>
/// <param name="Bytes">Its content, byte for byte.</param>
internal sealed record RawObject(GitObjectType Type, ReadOnlyMemory<byte> Bytes);
