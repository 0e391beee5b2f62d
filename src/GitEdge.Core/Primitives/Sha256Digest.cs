using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Primitives;

/// <summary>A SHA-256 digest (FIPS 180-4), written <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(Sha256DigestJsonConverter))]
public readonly record struct Sha256Digest : IComparable<Sha256Digest>
{
    /// <summary>The prefix of the written form.</summary>
    public const string Prefix = "sha256:";

    private const int HexLength = 64;

    private readonly string? _hex;

    private Sha256Digest(string hex) => _hex = hex;

    /// <summary>64 lower-case hexadecimal digits; all zero for the default value, which no content has in practice.</summary>
    public string Hex => _hex ?? new string('0', HexLength);

    /// <summary>The digest of <paramref name="content"/>.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return FromBytes(hash);
    }

    /// <summary>Wraps a computed hash of 32 bytes.</summary>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static Sha256Digest FromBytes(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException($"A SHA-256 hash has {SHA256.HashSizeInBytes} bytes, not {hash.Length}.", nameof(hash));
        return new Sha256Digest(Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads <c>sha256:&lt;64 lower-case hex&gt;</c>; any other form is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256Digest digest)
    {
        digest = default;
        return text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && TryParseHex(text[Prefix.Length..], out digest);
    }

    /// <summary>Reads exactly 64 lower-case hexadecimal digits.</summary>
    public static bool TryParseHex([NotNullWhen(true)] string? hex, out Sha256Digest digest)
    {
        digest = default;
        if (hex is not { Length: HexLength } || !hex.All(char.IsAsciiHexDigitLower))
            return false;
        digest = new Sha256Digest(hex);
        return true;
    }

    /// <summary>Reads the written form.</summary>
    /// <exception cref="FormatException">The text is not a digest.</exception>
    public static Sha256Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is not a sha256 digest.");

    /// <inheritdoc/>
    public bool Equals(Sha256Digest other) => string.Equals(Hex, other.Hex, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Hex.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(Sha256Digest other) => string.CompareOrdinal(Hex, other.Hex);

    /// <summary>The written form.</summary>
    public override string ToString() => Prefix + Hex;

    /// <summary>Orders by the written form.</summary>
    public static bool operator <(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the written form.</summary>
    public static bool operator >(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the written form.</summary>
    public static bool operator <=(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the written form.</summary>
    public static bool operator >=(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) >= 0;
}
