namespace GitEdge.Core.Trust;

/// <summary>Base64 (RFC 4648, section 4) in its one canonical form: no white space, padding, unused bits zero.</summary>
internal static class CanonicalBase64
{
    /// <summary>The bytes, or null: the framework skips white space and stray bits, so only what encodes back is taken.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && string.Equals(Convert.ToBase64String(bytes, 0, length), text, StringComparison.Ordinal)
                ? bytes[..length]
                : null;
    }
}
