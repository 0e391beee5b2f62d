using System.Text;

namespace GitEdge.Core.Trust;

/// <summary>Takes a tag's body apart.</summary>
internal static class TagParser
{
    public static Checked<TagObject> Parse(ReadOnlyMemory<byte> body)
    {
        if (CheckBytes(body.Span) is { } unreadable)
            return unreadable;
        if (!TagHeaders.Parse(body.Span).Try(out var headers, out var rejection))
            return rejection;
        if (!SignatureBlock.Find(body.Span, headers.Length).Try(out var signature, out rejection))
            return rejection;
        return new TagObject
        {
            Target = headers.Target,
            Name = headers.Name,
            Tagger = headers.Tagger,
            Message = Encoding.UTF8.GetString(body.Span[headers.Length..signature.Start]),
            Payload = body[..signature.Start],
            Armour = body[signature.Start..],
        };
    }

    /// <summary>A lightweight tag is a ref that points to a commit: these are then a commit's bytes, which begin with its tree.</summary>
    public static Rejection? CheckAnnotated(ReadOnlySpan<byte> body) => body.StartsWith("tree "u8)
        ? Rejection.Because(RejectionReason.LightweightTag, "The ref points to a commit, not to a tag object.")
        : null;

    private static Rejection? CheckBytes(ReadOnlySpan<byte> body)
    {
        if (CheckAnnotated(body) is { } lightweight)
            return lightweight;
        if (body.Length > TagObject.MaxBytes)
            return Rejection.Because(RejectionReason.TagTooLarge, $"The tag has {body.Length} bytes, more than {TagObject.MaxBytes}.");
        if (body.IndexOf((byte)0) is >= 0 and var nul)
            return Rejection.Because(RejectionReason.TagNulByte, $"Byte {nul} is NUL.");
        if (body.IndexOf((byte)'\r') is >= 0 and var cr)
            return Rejection.Because(RejectionReason.TagCarriageReturn, $"Byte {cr} is a carriage return.");
        return System.Text.Unicode.Utf8.IsValid(body)
            ? null
            : Rejection.Because(RejectionReason.TagNotUtf8, "The tag's bytes are not valid UTF-8.");
    }
}
