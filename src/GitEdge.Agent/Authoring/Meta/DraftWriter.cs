using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Puts a signed draft onto the branch, in one step.</summary>
internal static class DraftWriter
{
    /// <summary>Null when the branch has it; else why nothing was changed.</summary>
    /// <param name="session">What it is written with.</param>
    /// <param name="before">The branch.</param>
    /// <param name="signed">The draft.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Refusal?> WriteAsync(
        MetaSession session, MetaSnapshot before, SignedDraft signed, string message, CancellationToken cancellation)
    {
        var changes = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        Put(changes, before, signed.Draft.File, signed.Added);
        return await session.Branch.WriteAsync(before, changes, message, cancellation);
    }

    /// <summary>A file with its signatures: those of the same bytes stay, those of other bytes go.</summary>
    public static void Put(Dictionary<string, byte[]?> changes, MetaSnapshot before, SignedFile file, IReadOnlyDictionary<string, byte[]> added)
    {
        if (!before.Files.TryGetValue(file.Name, out var old) || !old.Span.SequenceEqual(file.Content.Span))
            Remove(changes, before, file.Name);
        changes[file.Name] = file.Content.ToArray();
        foreach (var (name, armour) in added)
            changes[$"{TrustFiles.SignaturesOf(file.Name)}/{name}.sig"] = armour;
    }

    /// <summary>Takes a file and its signatures away.</summary>
    public static void Remove(Dictionary<string, byte[]?> changes, MetaSnapshot before, string path)
    {
        foreach (var gone in before.Files.Keys.Where(name => name == path || name.StartsWith(TrustFiles.SignaturesOf(path) + "/", StringComparison.Ordinal)))
            changes[gone] = null;
    }
}
