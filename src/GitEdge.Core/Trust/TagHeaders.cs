using System.Text;

namespace GitEdge.Core.Trust;

/// <summary>The four header lines of a tag.</summary>
/// <param name="Target">The commit's id.</param>
/// <param name="Name">The tag's name.</param>
/// <param name="Tagger">Who tagged.</param>
/// <param name="Length">How many bytes the headers take, the blank line after them included.</param>
internal sealed record TagHeaders(string Target, string Name, Tagger Tagger, int Length)
{
    private static readonly string[] Order = ["object", "type", "tag", "tagger"];

    /// <summary>Reads the headers of a body that is known to be UTF-8.</summary>
    public static Checked<TagHeaders> Parse(ReadOnlySpan<byte> body)
    {
        var rest = body;
        var values = new string[Order.Length];
        for (var i = 0; i < Order.Length; i++)
        {
            if (!Utf8Text.TryTakeLine(ref rest, out var line) || !line.StartsWith(Encoding.ASCII.GetBytes(Order[i] + " ")))
                return Invalid($"Line {i + 1} must be the header '{Order[i]}', but is {Untrusted.Show(line)}.");
            values[i] = Encoding.UTF8.GetString(line[(Order[i].Length + 1)..]);
        }
        if (!Utf8Text.TryTakeLine(ref rest, out var blank) || !blank.IsEmpty)
            return Invalid($"A blank line must follow the header 'tagger', but line 5 is {Untrusted.Show(blank)}.");
        return CheckTarget(values[0], values[1]) ?? Complete(values, body.Length - rest.Length);
    }

    private static Checked<TagHeaders> Complete(string[] values, int length)
    {
        if (!RefNameRules.Allow(values[2]))
            return Invalid($"The tag's name {Untrusted.Show(values[2])} is none that Git takes (git-check-ref-format), or has a space or a control character.");
        return Tagger.Parse(values[3]) is { } tagger
            ? new TagHeaders(values[0], values[2], tagger, length)
            : Rejection.Because(RejectionReason.TaggerInvalid, $"The header 'tagger' is {Untrusted.Show(values[3])}.");
    }

    private static Rejection? CheckTarget(string target, string type)
    {
        if (ObjectName.IsSha256(target))
            return Rejection.Because(RejectionReason.Sha256Repository, "The tag points to a 64-digit object id.");
        if (!ObjectName.IsSha1(target))
            return Invalid($"The header 'object' must be 40 lower-case hexadecimal digits, but is {Untrusted.Show(target)}.");
        return type switch
        {
            "commit" => null,
            "tree" => Rejection.Because(RejectionReason.TagOfTree, "The tag points to a tree."),
            "blob" => Rejection.Because(RejectionReason.TagOfBlob, "The tag points to a blob."),
            "tag" => Rejection.Because(RejectionReason.TagOfTag, "The tag points to another tag."),
            _ => Invalid($"The header 'type' must be 'commit', but is {Untrusted.Show(type)}."),
        };
    }

    private static Rejection Invalid(string detail) => Rejection.Because(RejectionReason.TagHeaderInvalid, detail);
}
