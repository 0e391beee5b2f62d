using GitEdge.Core.Deployments;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Helper;

/// <summary>
/// The evidence of the releases that this device may run, one file each, named by the release's statement: the files of a
/// release are read again from here, and what is read is proven again by that digest.
/// </summary>
/// <param name="folder">Where they lie.</param>
internal sealed class ReleaseShelf(string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes it last before it returns.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Put(ReleaseName name, ReadOnlySpan<byte> evidence)
    {
        DirectorySync.Create(folder);
        AtomicFile.Write(PathOf(name), evidence, Private);
    }

    /// <summary>The evidence of a release; null when it is not here, or damaged.</summary>
    public ReleaseEvidence? Find(ReleaseName name)
    {
        try
        {
            return new FileInfo(PathOf(name)) is { Exists: true, Length: <= EvidenceFormat.MaxBytes }
                ? EvidenceFormat.Read(File.ReadAllBytes(PathOf(name)))
                : null;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return null;
        }
    }

    /// <summary>Removes what belongs to no release in <paramref name="keep"/>.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Prune(IEnumerable<ReleaseName> keep)
    {
        var kept = keep.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (!kept.Contains(file))
                AtomicFile.Remove(file);
        }
    }

    private string PathOf(ReleaseName name) => Path.Combine(folder, name.Statement.Hex);
}
