namespace GitEdge.Core.Trust;

/// <summary>Where the signature stands in a tag.</summary>
/// <param name="Start">The first byte of its first line.</param>
internal sealed record SignatureBlock(int Start)
{
    /// <summary>
    /// Finds the one signature of a body. Lines are compared by their beginning, as Git compares them, so that no line
    /// can be a signature to Git and text to us.
    /// </summary>
    public static Checked<SignatureBlock> Find(ReadOnlySpan<byte> body, int from)
    {
        int ssh = 0, other = 0, start = 0;
        var kind = RejectionReason.Unknown;
        for (var at = from; at < body.Length;)
        {
            var line = body[at..];
            var reason = KindOf(line);
            if (line.StartsWith(SshArmour.Begin))
                (ssh, start) = (ssh + 1, at);
            else if (reason != RejectionReason.Unknown)
                (other, kind) = (other + 1, reason);
            var end = line.IndexOf((byte)'\n');
            at = end < 0 ? body.Length : at + end + 1;
        }
        return (ssh, other) switch
        {
            (1, 0) => new SignatureBlock(start),
            (0, 0) => Rejection.Because(RejectionReason.UnsignedTag, "No line begins a signature."),
            (0, 1) => Rejection.Because(kind, "The tag's signature is of this kind."),
            _ => Rejection.Because(RejectionReason.SeveralSignatures, $"{ssh + other} lines begin a signature."),
        };
    }

    /// <summary>Whose armour a line begins, if not SSH's: those of gpg and gpgsm, from Git's gpg-interface.c.</summary>
    public static RejectionReason KindOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("-----BEGIN PGP SIGNATURE-----"u8) || line.StartsWith("-----BEGIN PGP MESSAGE-----"u8))
            return RejectionReason.OpenPgpSignature;
        return line.StartsWith("-----BEGIN SIGNED MESSAGE-----"u8) ? RejectionReason.X509Signature : RejectionReason.Unknown;
    }
}
