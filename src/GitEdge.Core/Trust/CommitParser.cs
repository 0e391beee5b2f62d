namespace GitEdge.Core.Trust;

/// <summary>Takes a commit's body apart.</summary>
internal static class CommitParser
{
    public static Checked<CommitObject> Parse(ReadOnlyMemory<byte> body)
    {
        if (CheckBytes(body.Span) is { } unreadable)
            return unreadable;
        if (!CommitHeaders.Parse(body.Span).Try(out var headers, out var rejection))
            return rejection;
        if (headers.Encoding is null && !System.Text.Unicode.Utf8.IsValid(body.Span))
            return Rejection.Because(RejectionReason.CommitNotUtf8, "The commit's bytes are not valid UTF-8, and no header names another encoding.");
        if (!CommitSignature.Cut(body.Span, headers.Length).Try(out var signature, out rejection))
            return rejection;
        return new CommitObject
        {
            Tree = headers.Tree,
            Parents = headers.Parents,
            Author = headers.Author,
            Committer = headers.Committer,
            Encoding = headers.Encoding,
            Message = body[(signature.End + 1)..],
            Payload = new([.. body.Span[..headers.Length], .. body.Span[signature.End..]]),
            Armour = signature.Armour,
        };
    }

    private static Rejection? CheckBytes(ReadOnlySpan<byte> body)
    {
        if (body.Length > CommitObject.MaxBytes)
            return Rejection.Because(RejectionReason.CommitTooLarge, $"The commit has {body.Length} bytes, more than {CommitObject.MaxBytes}.");
        return body.IndexOf((byte)0) is >= 0 and var nul
            ? Rejection.Because(RejectionReason.CommitNulByte, $"Byte {nul} is NUL.")
            : null;
    }
}
