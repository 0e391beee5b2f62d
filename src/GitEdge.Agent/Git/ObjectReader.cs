using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>Reads the object database; for who holds the store's gate. libgit2 re-hashes what it reads.</summary>
/// <param name="store">The open store.</param>
/// <param name="blamesStore">False while it is open what a remote sent: then what is missing or cannot be read may be the remote's doing.</param>
internal sealed unsafe class ObjectReader(GitStore store, bool blamesStore = true)
{
    /// <summary>Whether an object is here; that it is not is no damage.</summary>
    public bool Has(GitObjectId id) => LibGit2.OdbExists(store.Odb, NativeOid.From(id)) == 1;

    /// <summary>Type and size without the content of an object that should be here; null when it is missing or damaged.</summary>
    public (GitObjectType Type, long Size)? Header(GitObjectId id)
    {
        var code = LibGit2.OdbReadHeader(out var size, out var type, store.Odb, NativeOid.From(id));
        if (code == LibGit2.Ok)
            return ((GitObjectType)type, (long)size);
        MarkDamaged($"object {id} is missing or damaged");
        return null;
    }

    /// <summary>The type; unknown when the object is missing or damaged.</summary>
    public GitObjectType TypeOf(GitObjectId id) => Header(id)?.Type ?? GitObjectType.Unknown;

    /// <summary>Type and bytes; null when the object is missing, damaged or larger than <paramref name="limit"/> bytes.</summary>
    public RawObject? Read(GitObjectId id, long limit)
    {
        if (Header(id) is not { } header || header.Size > limit)
            return null;
        var code = LibGit2.OdbRead(out var handle, store.Odb, NativeOid.From(id));
        using (handle)
        {
            if (code != LibGit2.Ok)
            {
                MarkDamaged($"object {id} cannot be read");
                return null;
            }
            var bytes = new ReadOnlySpan<byte>(LibGit2.OdbObjectData(handle), checked((int)LibGit2.OdbObjectSize(handle)));
            return new RawObject((GitObjectType)LibGit2.OdbObjectType(handle), bytes.ToArray());
        }
    }

    private void MarkDamaged(string what)
    {
        if (blamesStore)
            store.MarkDamaged($"{what}: {LibGit2.Error().Message}");
    }
}
