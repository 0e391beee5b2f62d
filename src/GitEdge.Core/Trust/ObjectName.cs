using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Core.Trust;

/// <summary>Git's object names (gitformat-pack, "Object Names"): SHA-1 over type, length and content.</summary>
internal static class ObjectName
{
    private const int Sha1Length = 40;
    private const int Sha256Length = 64;

    public static bool IsSha1(string name) => name.Length == Sha1Length && IsLowerHex(name);

    /// <summary>The name of an object in a repository made with <c>--object-format=sha256</c>.</summary>
    public static bool IsSha256(string name) => name.Length == Sha256Length && IsLowerHex(name);

    [SuppressMessage("Security", "CA5350", Justification =
        "This is how Git addresses objects; it shows that the bytes are those the ref names. No trust rests on it: the "
        + "signature covers the bytes, and everything below the tag is named by SHA-256.")]
    public static string Of(string type, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"{type} {body.Length}\0"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsLowerHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
