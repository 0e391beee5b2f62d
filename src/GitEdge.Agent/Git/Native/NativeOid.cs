using System.Runtime.CompilerServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_oid</c>.</summary>
[InlineArray(GitObjectId.Size)]
internal struct NativeOid
{
    private byte _first;

    public static NativeOid From(GitObjectId id)
    {
        NativeOid oid = default;
        Convert.FromHexString(id.Hex).CopyTo((Span<byte>)oid);
        return oid;
    }

    public readonly GitObjectId ToId() => GitObjectId.FromBytes(this);
}
