using System.Security.Cryptography;

namespace GitEdge.Core.Trust;

/// <summary>A key's fingerprint as <c>ssh-keygen -l</c> prints it: SHA256: and base64 without padding.</summary>
internal static class SshFingerprint
{
    public static string Of(ReadOnlySpan<byte> publicKey) =>
        "SHA256:" + Convert.ToBase64String(SHA256.HashData(publicKey)).TrimEnd('=');
}
