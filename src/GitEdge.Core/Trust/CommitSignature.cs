using System.Buffers;

namespace GitEdge.Core.Trust;

/// <summary>The header gpgsig of a commit.</summary>
/// <param name="Armour">Its value, without the space that continues a header; still with every other byte of it.</param>
/// <param name="End">The first byte after it: the line feed that ends the headers.</param>
internal sealed record CommitSignature(ReadOnlyMemory<byte> Armour, int End)
{
    private static ReadOnlySpan<byte> Name => "gpgsig "u8;

    /// <summary>
    /// Cuts it out of a body. It must be the last header: Git leaves every header that begins with gpgsig out of what is
    /// signed, so that a second one could say anything.
    /// </summary>
    public static Checked<CommitSignature> Cut(ReadOnlySpan<byte> body, int start)
    {
        var rest = body[start..];
        if (rest.StartsWith("\n"u8))
            return Rejection.Because(RejectionReason.UnsignedCommit, "No header 'gpgsig' stands before the message.");
        if (!Utf8Text.TryTakeLine(ref rest, out var line) || !line.StartsWith(Name))
            return Unexpected(line);
        var first = line[Name.Length..];
        if (SignatureBlock.KindOf(first) is var kind && kind != RejectionReason.Unknown)
            return Rejection.Because(kind, "The commit's signature is of this kind.");
        var armour = new ArrayBufferWriter<byte>();
        AddLine(armour, first);
        while (rest.StartsWith(" "u8))
        {
            if (!Utf8Text.TryTakeLine(ref rest, out line))
                return Unexpected(line);
            AddLine(armour, line[1..]);
        }
        if (rest.StartsWith(Name))
            return Rejection.Because(RejectionReason.SeveralSignatures, "The commit has two headers 'gpgsig'.");
        if (rest.StartsWith("\n"u8))
            return new CommitSignature(armour.WrittenMemory, body.Length - rest.Length);
        Utf8Text.TryTakeLine(ref rest, out line);
        return Unexpected(line);
    }

    private static void AddLine(ArrayBufferWriter<byte> armour, ReadOnlySpan<byte> line)
    {
        armour.Write(line);
        armour.Write("\n"u8);
    }

    private static Rejection Unexpected(ReadOnlySpan<byte> line) => Rejection.Because(RejectionReason.CommitHeaderInvalid,
        $"Only one header 'gpgsig' and a blank line may follow the committer, but there is {Untrusted.Show(line)}.");
}
