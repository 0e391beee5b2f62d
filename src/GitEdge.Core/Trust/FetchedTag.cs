namespace GitEdge.Core.Trust;

/// <summary>The tag of a release ref, before anything that it names is read. Nothing in it is to be believed.</summary>
/// <param name="RefName">The ref's full name, <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</param>
/// <param name="TagId">The id of the object the ref points to, in hexadecimal.</param>
/// <param name="TagBytes">The body of that object, whatever its type: without Git's header, with its signature.</param>
public sealed record FetchedTag(string RefName, string TagId, ReadOnlyMemory<byte> TagBytes);
