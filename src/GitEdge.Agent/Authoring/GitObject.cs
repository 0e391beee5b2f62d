namespace GitEdge.Agent.Authoring;

/// <summary>An object of the repository.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">commit, tree, blob or tag.</param>
/// <param name="Bytes">Its body.</param>
internal sealed record GitObject(string Id, string Type, ReadOnlyMemory<byte> Bytes);
