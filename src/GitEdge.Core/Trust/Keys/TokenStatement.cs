using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Core.Trust.Keys;

/// <summary>What a hardware token adds to what it signs (OpenSSH PROTOCOL.u2f, "SSH U2F Signatures").</summary>
/// <param name="Flags">What it attests.</param>
/// <param name="Counter">How often it has signed.</param>
internal readonly record struct TokenStatement(byte Flags, uint Counter)
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;

    /// <summary>Whether somebody touched the token.</summary>
    public bool IsTouched => (Flags & UserPresent) != 0;

    /// <summary>Whether the token asked for a PIN or a finger.</summary>
    public bool IsUserVerified => (Flags & UserVerified) != 0;

    /// <summary>The bytes the token signed: the hashes of application and data around the statement.</summary>
    public byte[] SignedBytes(string application, ReadOnlySpan<byte> data) => new SshWireWriter()
        .Raw(SHA256.HashData(Encoding.ASCII.GetBytes(application))).Raw([Flags]).UInt32(Counter).Raw(SHA256.HashData(data)).ToArray();
}
