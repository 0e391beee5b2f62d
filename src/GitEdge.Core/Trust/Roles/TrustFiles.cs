using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Trust.Roles;

/// <summary>Where the files of branch <c>gitedge-meta</c> lie, and how they are read.</summary>
public static class TrustFiles
{
    /// <summary>The branch.</summary>
    public const string Branch = "gitedge-meta";

    /// <summary>The hold document.</summary>
    public const string HoldPath = "hold.json";

    /// <summary>
    /// The newest hold document that enough of those signed who release to a channel: whoever slept while it was in force goes
    /// over it to hold.json.
    /// </summary>
    public static string LiftPath(string channel) => $"lift/{channel}.json";

    /// <summary>The freshness beacon.</summary>
    public const string FreshPath = "fresh.json";

    private const int ShownProblems = 5;

    /// <summary>trust/&lt;N&gt;.json.</summary>
    public static ManifestKind<TrustDocument> Trust { get; } =
        new("Trust", "Who may sign what in a fleet: trust/<N>.json on branch gitedge-meta.", TrustShapes.Trust);

    /// <summary>hold.json.</summary>
    public static ManifestKind<HoldDocument> Hold { get; } =
        new("Hold", "What is stopped and what is recalled: hold.json on branch gitedge-meta.", TrustShapes.Hold);

    /// <summary>fresh.json.</summary>
    public static ManifestKind<FreshDocument> Fresh { get; } =
        new("Fresh", "What was the newest, and when: fresh.json on branch gitedge-meta.", TrustShapes.Fresh);

    /// <summary>Where a version of the trust document lies.</summary>
    public static string TrustPath(long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"trust/{version}.json");

    /// <summary>The folder with a file's signatures: <c>trust/3.json</c> → <c>trust/3.signatures</c>, any names ending in .sig.</summary>
    public static string SignaturesOf(string path) => path[..^".json".Length] + ".signatures";

    /// <summary>A file's signatures among all files of the branch, in the order of their names; null when there is no such file.</summary>
    public static SignedFile? Find(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string path)
    {
        if (!files.TryGetValue(path, out var content))
            return null;
        var folder = SignaturesOf(path) + "/";
        var signatures = files.Keys
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(".sig", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return new SignedFile(path, content, [.. signatures.Take(SignedFile.MaxSignatures).Select(name => files[name])]);
    }

    /// <summary>Reads a file of one kind, strictly; what is wrong with it stands in the rejection, the first few places of it.</summary>
    public static Checked<T> Read<T>(ManifestKind<T> kind, string name, ReadOnlySpan<byte> content, RejectionReason invalid)
        where T : class
    {
        if (StrictJson.Read(name, content, out var broken) is not { } tree)
            return Rejection.Because(invalid, Show([broken!]));
        var bound = kind.Bind(tree);
        return bound.IsValid ? bound.Value : Rejection.Because(invalid, Show(bound.Problems));
    }

    private static string Show(IReadOnlyList<ManifestProblem> problems) =>
        string.Join("; ", problems.Take(ShownProblems).Select(problem => $"{problem.At}: {problem.What}"))
        + (problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more." : ".");
}
