using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Linux.Files;

/// <summary>
/// One generation on disk. Format 1: a line <c>gitedge-checked 1 &lt;sequence&gt; &lt;length&gt; &lt;sha256&gt;</c>, LF, then
/// exactly <c>length</c> bytes. The digest covers the line up to itself and the payload, so that neither a sequence number
/// nor a byte of content can change unnoticed.
/// </summary>
internal sealed record CheckedGeneration(long Sequence, ReadOnlyMemory<byte> Payload)
{
    internal const int Format = 1;
    internal const int LargestPayload = 64 * 1024 * 1024;
    internal const int LongestHeader = 160;
    private const string Magic = "gitedge-checked";

    public byte[] Encode()
    {
        var prefix = Prefix(Sequence, Payload.Length);
        var header = Encoding.ASCII.GetBytes($"{prefix}{Digest(prefix, Payload.Span)}\n");
        return [.. header, .. Payload.Span];
    }

    /// <summary>The generation in <paramref name="bytes"/>, or null and what is wrong with it.</summary>
    public static CheckedGeneration? Decode(ReadOnlyMemory<byte> bytes, out string fault)
    {
        fault = "";
        if (bytes.IsEmpty)
            return Refuse("is empty", out fault);
        var end = bytes.Span[..Math.Min(bytes.Length, LongestHeader)].IndexOf((byte)'\n');
        if (end < 0)
            return Refuse("has no whole header line", out fault);
        var words = Encoding.Latin1.GetString(bytes.Span[..end]).Split(' ');
        if (words is not [Magic, var format, var sequenceText, var lengthText, var digest])
            return Refuse("does not begin with the header of a checked file", out fault);
        if (!string.Equals(format, Format.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            return Refuse($"has format '{Shown(format)}'; this version reads format {Format}", out fault);
        if (!TryNumber(sequenceText, out var sequence) || sequence is < 1 or long.MaxValue
            || !TryNumber(lengthText, out var length))
            return Refuse("has a damaged header", out fault);
        var payload = bytes[(end + 1)..];
        if (payload.Length != length)
            return Refuse($"holds {payload.Length} bytes where its header says {length}", out fault);
        return string.Equals(digest, Digest(Prefix(sequence, payload.Length), payload.Span), StringComparison.Ordinal)
            ? new CheckedGeneration(sequence, payload)
            : Refuse("does not match its checksum", out fault);
    }

    private static string Prefix(long sequence, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"{Magic} {Format} {sequence} {length} ");

    private static string Digest(string prefix, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(prefix));
        hash.AppendData(payload);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Shown(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit).Take(12)]);

    private static CheckedGeneration? Refuse(string why, out string fault)
    {
        fault = why;
        return null;
    }
}
