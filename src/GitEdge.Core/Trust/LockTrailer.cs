using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>The last line of a release tag's message, which names the lock.</summary>
/// <param name="Lock">The digest of GITEDGE.lock.</param>
public sealed record LockTrailer(Sha256Digest Lock)
{
    /// <summary>The trailer's name.</summary>
    public const string Name = "GitEdge-Lock-SHA256";

    /// <summary>The line before its value.</summary>
    public const string Key = Name + ": ";

    /// <summary>Reads the trailer from a tag whose signature is verified; from no other bytes.</summary>
    public static Checked<LockTrailer> Read(VerifiedTag tag) => Read(tag.Tag);

    /// <summary>Reads it from bytes that are still to be compared with a digest.</summary>
    internal static Checked<LockTrailer> Read(TagObject tag)
    {
        var lines = tag.Message.Split('\n');
        var found = lines.Where(IsTrailer).ToList();
        if (found.Count == 0)
            return Rejection.Because(RejectionReason.TrailerMissing, "No line of the tag's message begins with it.");
        if (found.Count > 1)
            return Rejection.Because(RejectionReason.TrailerRepeated, $"{found.Count} lines of the tag's message begin with it.");
        // The message ends with a line feed, so the last line stands before an empty one.
        if (lines.Length < 2 || lines[^1].Length > 0 || !ReferenceEquals(lines[^2], found[0]))
            return Rejection.Because(RejectionReason.TrailerNotLast, "Other text follows it in the tag's message.");
        return found[0].StartsWith(Key, StringComparison.Ordinal)
            && Sha256Digest.TryParseHex(found[0][Key.Length..], out var digest)
                ? new LockTrailer(digest)
                : Rejection.Because(RejectionReason.TrailerMalformed, $"The line is {Untrusted.Show(found[0])}.");
    }

    /// <summary>The line as it stands in the message, without the line feed.</summary>
    public override string ToString() => Key + Lock.Hex;

    // What a person, or another program, may take for the trailer counts as one, so that there is no second opinion.
    private static bool IsTrailer(string line) =>
        line.TrimStart().StartsWith(Name, StringComparison.OrdinalIgnoreCase);
}
