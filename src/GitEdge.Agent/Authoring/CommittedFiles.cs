using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Authoring;

/// <summary>
/// The files of a commit that a release locks, read from Git's objects rather than from disk: filters (LFS, line ends) can
/// make the two differ, and devices get the objects.
/// </summary>
internal static class CommittedFiles
{
    private const string RegularFile = "100644";

    // Objects are read by the batch: one process for many small files, not all of a large folder in memory at once.
    private const long BatchBytes = 64 << 20;

    /// <summary>Every locked file of a commit, and what a release cannot hold.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="withGolden">Whether the content of golden files is kept, which may be large.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<(IReadOnlyList<CommittedFile> Files, IReadOnlyList<ManifestProblem> Problems)> ReadAsync(
        GitCli git,
        string commit,
        CancellationToken cancellation,
        bool withGolden = false
    )
    {
        var tree = await git.RunAsync(["ls-tree", "-r", "-z", "-l", "--full-tree", commit], cancellation);
        var entries = tree.Parts.Select(TreeEntry.Parse).Where(entry => FleetLayout.IsLocked(entry.Path)).ToList();
        var problems = entries.Select(ModeProblem).OfType<ManifestProblem>().ToList();
        var files = new List<CommittedFile>();
        var batch = new List<TreeEntry>();
        foreach (var entry in entries.Where(entry => ModeProblem(entry) is null))
        {
            batch.Add(entry);
            if (batch.Sum(item => item.Size) >= BatchBytes)
                await ReadBatchAsync(git, batch, withGolden, files, problems, cancellation);
        }
        await ReadBatchAsync(git, batch, withGolden, files, problems, cancellation);
        return (files, problems);
    }

    private static async Task ReadBatchAsync(
        GitCli git,
        List<TreeEntry> batch,
        bool withGolden,
        List<CommittedFile> files,
        List<ManifestProblem> problems,
        CancellationToken cancellation
    )
    {
        var objects = await GitObjects.ReadAsync(git, [.. batch.Select(entry => entry.Id)], cancellation);
        foreach (var (entry, found) in batch.Zip(objects))
        {
            if (found is not { Type: "blob" } || found.Bytes.Length != entry.Size)
                throw new InvalidDataException($"Git does not give the {entry.Size} bytes of {entry.Id} for {entry.Path}.");
            var content = found.Bytes;
            if (content.Span.StartsWith("version https://git-lfs.github.com/"u8))
                problems.Add(
                    Problem(
                        entry.Path,
                        "Git stores a pointer to Git LFS instead of the file; devices fetch no LFS objects",
                        $"run 'git lfs untrack {entry.Path}', add the file again and commit"
                    )
                );
            var isLeftOut = !withGolden && FleetLayout.IsBelow(entry.Path, FleetLayout.Golden);
            files.Add(
                new CommittedFile(entry.Path, Sha256Digest.Of(content.Span), isLeftOut ? default : content.ToArray())
            );
        }
        batch.Clear();
    }

    private static ManifestProblem? ModeProblem(TreeEntry entry) =>
        entry.Mode switch
        {
            RegularFile when entry.Path.Any(char.IsControl) || entry.Path.Contains('\\', StringComparison.Ordinal) =>
                Problem(
                    entry.Path.ReplaceLineEndings("?"),
                    "the file's name has characters that a lock cannot hold",
                    "rename it to letters, digits, . _ -"
                ),
            RegularFile => null,
            "100755" => Problem(
                entry.Path,
                "the file is executable; a release holds plain files only",
                $"run 'git update-index --chmod=-x {entry.Path}' and 'chmod -x {entry.Path}', and commit"
            ),
            "120000" => Problem(
                entry.Path,
                "a symbolic link cannot be part of a release",
                "commit the file itself in its place"
            ),
            "160000" => Problem(entry.Path, "a submodule cannot be part of a release", "commit its files in its place"),
            _ => Problem(
                entry.Path,
                $"a file of mode {entry.Mode} cannot be part of a release",
                "commit a plain file in its place"
            ),
        };

    private static ManifestProblem Problem(string path, string what, string cure) =>
        new(SourceLocation.StartOf(path), what, cure, ManifestRule.Files);
}
