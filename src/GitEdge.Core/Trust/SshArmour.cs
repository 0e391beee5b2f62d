using System.Text;

namespace GitEdge.Core.Trust;

/// <summary>
/// The armour of an SSH signature (OpenSSH PROTOCOL.sshsig) in the one form ssh-keygen writes: the two marker lines,
/// between them canonical base64 (RFC 4648, section 4) in lines of 70 characters, the last one shorter.
/// </summary>
internal static class SshArmour
{
    /// <summary>The most bytes an armoured signature may have.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int Columns = 70;

    public static ReadOnlySpan<byte> Begin => "-----BEGIN SSH SIGNATURE-----"u8;

    private static ReadOnlySpan<byte> End => "-----END SSH SIGNATURE-----"u8;

    public static Checked<byte[]> Decode(ReadOnlySpan<byte> armour)
    {
        if (armour.Length > MaxBytes)
            return Rejection.Because(RejectionReason.SignatureTooLarge, $"The signature has {armour.Length} bytes, more than {MaxBytes}.");
        var rest = armour;
        if (!Utf8Text.TryTakeLine(ref rest, out var first) || !first.SequenceEqual(Begin))
            return Invalid("Its first line is not exactly the BEGIN line.");
        if (!CollectLines(ref rest).Try(out var base64, out var rejection))
            return rejection;
        return rest.IsEmpty
            ? DecodeCanonical(base64)
            : Rejection.Because(RejectionReason.BytesAfterSignature, $"{rest.Length} bytes follow the END line.");
    }

    private static Checked<string> CollectLines(ref ReadOnlySpan<byte> rest)
    {
        var base64 = new StringBuilder();
        for (var previous = Columns; ;)
        {
            if (!Utf8Text.TryTakeLine(ref rest, out var line))
                return Invalid("The END line, ended by a line feed, is missing.");
            if (line.SequenceEqual(End))
                return base64.ToString();
            if (previous != Columns || line.Length is 0 or > Columns)
                return Invalid($"Every line of base64 but the last has {Columns} characters, and none is empty.");
            previous = line.Length;
            base64.Append(Encoding.Latin1.GetString(line));
        }
    }

    private static Checked<byte[]> DecodeCanonical(string base64) =>
        CanonicalBase64.Decode(base64) is { } blob ? blob : Invalid("Its lines are not canonical base64.");

    private static Rejection Invalid(string detail) => Rejection.Because(RejectionReason.SignatureArmourInvalid, detail);
}
