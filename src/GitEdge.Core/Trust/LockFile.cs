using System.Diagnostics.CodeAnalysis;
using System.Text;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>
/// GITEDGE.lock: what sha256sum(1) writes for every manifest, golden file and unit of a release, sorted by path. It has one
/// form only, so that two locks are the same when their bytes are.
/// </summary>
public sealed class LockFile
{
    /// <summary>Its path in the repository.</summary>
    public const string FileName = FleetLayout.LockFile;

    internal LockFile(IReadOnlyList<LockedFile> files) => Files = files;

    /// <summary>The files, sorted by path (ordinal); at least one.</summary>
    public IReadOnlyList<LockedFile> Files { get; }

    /// <summary>The bytes of the file: <c>&lt;64 hex&gt;  &lt;path&gt;</c> and a line feed, for each.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
            text.Append(file.Digest.Hex).Append("  ").Append(file.Path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The digest that the release tag's trailer names.</summary>
    public Sha256Digest Digest => Sha256Digest.Of(ToBytes());

    /// <summary>Whether a file of the repository must stand in the lock: manifests, golden files, units.</summary>
    public static bool Covers(string path) => FleetLayout.IsLocked(path);

    /// <summary>Reads a lock; false, with every fault, for anything but the canonical form.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> content, [NotNullWhen(true)] out LockFile? parsed, out IReadOnlyList<LineFault> faults)
    {
        var found = new List<LineFault>();
        var files = LockFileParser.Parse(content, found);
        faults = found;
        parsed = found.Count == 0 ? new LockFile(files) : null;
        return parsed is not null;
    }

    /// <summary>Makes a lock; false, with every fault, when a path is unsafe, stands there twice, or there is none.</summary>
    public static bool TryCreate(
        IEnumerable<LockedFile> files, [NotNullWhen(true)] out LockFile? created, out IReadOnlyList<LineFault> faults)
    {
        var sorted = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        return TryParse(new LockFile(sorted).ToBytes(), out created, out faults);
    }
}
