namespace GitEdge.Core.Trust.Keys;

/// <summary>
/// The key types of hardware tokens, sk-ssh-ed25519@openssh.com and sk-ecdsa-sha2-nistp256@openssh.com (OpenSSH
/// PROTOCOL.u2f). A signature made without touch proves only that the token was plugged in: it is refused.
/// </summary>
internal static class SshToken
{
    public static Checked<GoodSignature> Verify(SshSignature signature, ReadOnlySpan<byte> payload, Ed25519Verify ed25519)
    {
        if (TokenKey.Read(signature.KeyType, signature.PublicKey.Span) is not { } key)
            return SignatureFault.Key(signature, $"the key, and an application that begins with {TokenKey.ApplicationPrefix}");
        if (!TryReadSignature(signature, out var inner, out var statement) || key.ReadSignature(inner) is not { } numbers)
            return SignatureFault.Form(signature, "the token's own signature in its one form, flags and counter");
        if (!key.Verify(signature.SignedBytes(payload), statement, numbers, ed25519))
            return SignatureFault.Bad(signature);
        return statement.IsTouched
            ? new GoodSignature(signature, isHardwareKey: true, statement.IsUserVerified)
            : Rejection.Because(RejectionReason.TouchMissing, $"The token's flags are 0x{statement.Flags:x2}.");
    }

    private static bool TryReadSignature(SshSignature signature, out ReadOnlySpan<byte> inner, out TokenStatement statement)
    {
        inner = default;
        statement = default;
        var reader = new SshWireReader(signature.SignatureBlob.Span);
        if (!reader.TryReadName(out var type) || type != signature.KeyType || !reader.TryReadString(out inner)
            || !reader.TryReadByte(out var flags) || !reader.TryReadUInt32(out var counter))
            return false;
        statement = new TokenStatement(flags, counter);
        return reader.AtEnd;
    }
}
