using System.Buffers;
using System.Text;
using System.Text.Unicode;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Manifests;

/// <summary>From bytes to text, or to the reason why the bytes are no text that everybody sees alike.</summary>
internal static class ManifestText
{
    // Line breaks that only some readers know, text direction overrides (CVE-2021-42574) and byte order marks: with any
    // of them a reviewer and a device can see different files.
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"
            + "\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b"
            + "\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f"
            + "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
    );

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The text, or null with a problem.</summary>
    public static string? Decode(string file, ReadOnlySpan<byte> bytes, out ManifestProblem? problem)
    {
        problem = null;
        if (bytes.Length > YamlLimits.Bytes)
        {
            problem = Problem(
                SourceLocation.StartOf(file),
                $"the file has {bytes.Length} bytes; a manifest has at most {YamlLimits.Bytes}",
                "split it into several manifests"
            );
            return null;
        }
        if (!Utf8.IsValid(bytes))
        {
            problem = Problem(
                FirstBadByte(file, bytes),
                "the file is not UTF-8 here",
                "save it as UTF-8 without a byte order mark"
            );
            return null;
        }
        var text = Strict.GetString(bytes);
        var at = text.AsSpan().IndexOfAny(Refused);
        if (at < 0)
            at = LoneCarriageReturn(text);
        if (at < 0)
            return text;
        problem = Problem(
            Locate(file, text.AsSpan(0, at)),
            $"the character U+{(int)text[at]:X4} may not stand in a manifest",
            text[at] is '\ufeff'
                ? "save the file without a byte order mark"
                : "remove it; it is invisible or ends lines for some readers only"
        );
        return null;
    }

    private static int LoneCarriageReturn(string text)
    {
        for (var at = text.IndexOf('\r', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\r', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] != '\n')
                return at;
        }
        return -1;
    }

    private static SourceLocation FirstBadByte(string file, ReadOnlySpan<byte> bytes)
    {
        Span<char> ignored = new char[bytes.Length];
        Utf8.ToUtf16(bytes, ignored, out _, out var written, replaceInvalidSequences: false);
        return Locate(file, ignored[..written]);
    }

    private static SourceLocation Locate(string file, ReadOnlySpan<char> before) =>
        new(file, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));

    private static ManifestProblem Problem(SourceLocation at, string what, string cure) =>
        new(at, what, cure, ManifestRule.Yaml);
}
