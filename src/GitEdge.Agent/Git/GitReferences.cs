using System.Runtime.InteropServices.Marshalling;
using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>References of the store. What cannot be read or written is an <see cref="IOException"/>.</summary>
internal static unsafe class GitReferences
{
    /// <summary>Every reference whose name begins with <paramref name="prefix"/>, sorted by name.</summary>
    /// <exception cref="InvalidDataException">A reference is damaged.</exception>
    public static SortedDictionary<string, GitObjectId> List(RepositoryHandle repository, string prefix)
    {
        var found = new SortedDictionary<string, GitObjectId>(StringComparer.Ordinal);
        Require(LibGit2.ReferenceIteratorNew(out var iterator, repository, prefix + "*"), prefix);
        using (iterator)
        {
            int code;
            while ((code = LibGit2.ReferenceNext(out var reference, iterator)) == LibGit2.Ok)
            {
                var name = Utf8StringMarshaller.ConvertToManaged(LibGit2.ReferenceName(reference))!;
                var target = LibGit2.ReferenceTarget(reference);
                if (target is not null)
                    found[name] = target->ToId();
                LibGit2.ReferenceFree(reference);
                if (target is null)
                    throw new InvalidDataException($"{name} is a symbolic reference, which GitEdge never makes");
            }
            if (code != LibGit2.IterationOver)
                Require(code, prefix);
        }
        return found;
    }

    /// <summary>Creates or changes a reference; synced when it returns.</summary>
    public static void Set(RepositoryHandle repository, string name, GitObjectId id)
    {
        Require(LibGit2.ReferenceCreate(out var reference, repository, name, NativeOid.From(id), force: 1, 0), name);
        LibGit2.ReferenceFree(reference);
    }

    /// <summary>Removes a reference, if it is there.</summary>
    public static void Remove(RepositoryHandle repository, string name)
    {
        var code = LibGit2.ReferenceRemove(repository, name);
        if (code != LibGit2.NotFound)
            Require(code, name);
    }

    private static void Require(int code, string name)
    {
        if (code == LibGit2.Ok)
            return;
        const int OperatingSystem = 2;
        var (kind, message) = LibGit2.Error();
        throw kind == OperatingSystem
            ? new IOException($"{name}: {message}")
            : new InvalidDataException($"{name}: {message}");
    }
}
