using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Agent.Git;

/// <summary>
/// The SHA-1 name of a Git object, 40 lower-case hexadecimal digits. A name to look things up by, never something to
/// trust: whoever signs a tag can be given another object with the same meaning.
/// </summary>
internal readonly record struct GitObjectId
{
    /// <summary>Bytes of the binary form.</summary>
    public const int Size = 20;

    private readonly string? _hex;

    private GitObjectId(string hex) => _hex = hex;

    /// <summary>40 lower-case hexadecimal digits.</summary>
    public string Hex => _hex ?? new string('0', Size * 2);

    /// <summary>Wraps the binary form.</summary>
    /// <exception cref="ArgumentException">Not 20 bytes.</exception>
    public static GitObjectId FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size
            ? new GitObjectId(Convert.ToHexStringLower(bytes))
            : throw new ArgumentException($"An object id has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads exactly 40 lower-case hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out GitObjectId id)
    {
        id = default;
        if (hex is not { Length: Size * 2 } || !hex.All(char.IsAsciiHexDigitLower))
            return false;
        id = new GitObjectId(hex);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(GitObjectId other) => string.Equals(Hex, other.Hex, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Hex.GetHashCode(StringComparison.Ordinal);

    /// <summary>The hexadecimal form.</summary>
    public override string ToString() => Hex;
}
