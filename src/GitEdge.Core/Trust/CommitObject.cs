namespace GitEdge.Core.Trust;

/// <summary>
/// A signed commit (gitformat-signature(5), "Commit signatures"), taken apart but not yet believed. Only one form is read:
/// the headers tree, parent as often as there are parents, author, committer, encoding if there is one, gpgsig with an SSH
/// signature, in this order and no other.
/// </summary>
public sealed record CommitObject
{
    /// <summary>The most bytes a commit may have.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The tree's id, 40 lower-case hexadecimal digits.</summary>
    public required string Tree { get; init; }

    /// <summary>The parents' ids, in order; none for the first commit.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>Who wrote the change, and when.</summary>
    public required Tagger Author { get; init; }

    /// <summary>Who made the commit, and when: by their own word the time of the signature.</summary>
    public required Tagger Committer { get; init; }

    /// <summary>The encoding of names and message; null means UTF-8, which then holds.</summary>
    public string? Encoding { get; init; }

    /// <summary>The message, in <see cref="Encoding"/>.</summary>
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>The bytes the signature is about: everything but the header gpgsig.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The armoured signature: the value of gpgsig, without the space that continues a header.</summary>
    public required ReadOnlyMemory<byte> Armour { get; init; }

    /// <summary>Reads the body of a commit object: what <c>git cat-file commit</c> prints.</summary>
    public static Checked<CommitObject> Parse(ReadOnlyMemory<byte> body) => CommitParser.Parse(body);

    /// <summary>The id Git gives a commit with this body.</summary>
    public static string IdOf(ReadOnlySpan<byte> body) => ObjectName.Of("commit", body);
}
