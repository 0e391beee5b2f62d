namespace GitEdge.Core.Trust;

/// <summary>
/// A signed annotated tag (gitformat-signature(5), "Tag signatures"), taken apart but not yet believed. Only one form is read:
/// the headers object, type, tag, tagger in this order and no other; an SSH signature at the very end.
/// </summary>
public sealed record TagObject
{
    /// <summary>The most bytes a tag may have.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The commit's id, 40 lower-case hexadecimal digits.</summary>
    public required string Target { get; init; }

    /// <summary>The tag's own name, without <c>refs/tags/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who tagged, and when.</summary>
    public required Tagger Tagger { get; init; }

    /// <summary>The message, without the signature.</summary>
    public required string Message { get; init; }

    /// <summary>The bytes the signature is about: everything before its first line.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The armoured signature, from its first line to the end.</summary>
    public required ReadOnlyMemory<byte> Armour { get; init; }

    /// <summary>Reads the body of a tag object: what <c>git cat-file tag</c> prints.</summary>
    public static Checked<TagObject> Parse(ReadOnlyMemory<byte> body) => TagParser.Parse(body);

    /// <summary>The id Git gives a tag with this body.</summary>
    public static string IdOf(ReadOnlySpan<byte> body) => ObjectName.Of("tag", body);
}
