using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Trust;

/// <summary>The headers of a commit before its signature.</summary>
internal sealed record CommitHeaders
{
    private const int LongestEncoding = 40;
    private const byte LastControl = 0x1f;

    public required string Tree { get; init; }

    public required IReadOnlyList<string> Parents { get; init; }

    public required Tagger Author { get; init; }

    public required Tagger Committer { get; init; }

    public string? Encoding { get; init; }

    /// <summary>How many bytes they take.</summary>
    public required int Length { get; init; }

    /// <summary>Reads them from a body without NUL; what follows is not looked at.</summary>
    public static Checked<CommitHeaders> Parse(ReadOnlySpan<byte> body)
    {
        var rest = body;
        var parents = new List<string>();
        if (!TryTake(ref rest, "tree", out var tree))
            return Missing("tree", rest);
        while (TryTake(ref rest, "parent", out var parent))
            parents.Add(parent);
        if (!TryTake(ref rest, "author", out var author))
            return Missing("author", rest);
        if (!TryTake(ref rest, "committer", out var committer))
            return Missing("committer", rest);
        TryTake(ref rest, "encoding", out var encoding);
        if ((CheckIds(tree, parents) ?? CheckEncoding(encoding)) is { } wrong)
            return wrong;
        if (Tagger.Parse(author) is not { } writer)
            return WrongIdentity("author", author);
        if (Tagger.Parse(committer) is not { } maker)
            return WrongIdentity("committer", committer);
        return new CommitHeaders
        {
            Tree = tree, Parents = parents, Author = writer, Committer = maker, Encoding = encoding, Length = body.Length - rest.Length,
        };
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var after = rest;
        if (!Utf8Text.TryTakeLine(ref after, out var line) || !line.StartsWith(System.Text.Encoding.ASCII.GetBytes(name + " "))
            || line.ContainsAnyInRange((byte)0, LastControl))
            return false;
        rest = after;
        line = line[(name.Length + 1)..];
        // Names in another encoding are shown as if it were Latin-1; what is compared is ASCII in every one Git can hold.
        value = Utf8Text.TryDecode(line, out var text) ? text : System.Text.Encoding.Latin1.GetString(line);
        return true;
    }

    private static Rejection Missing(string name, ReadOnlySpan<byte> rest)
    {
        Utf8Text.TryTakeLine(ref rest, out var line);
        return Invalid($"Where the header '{name}' must stand is {Untrusted.Show(line)}.");
    }

    private static Rejection WrongIdentity(string name, string value) =>
        Rejection.Because(RejectionReason.CommitIdentityInvalid, $"The header '{name}' is {Untrusted.Show(value)}.");

    private static Rejection? CheckIds(string tree, List<string> parents) => CheckId("tree", tree)
        ?? parents.Select(parent => CheckId("parent", parent)).FirstOrDefault(fault => fault is not null);

    private static Rejection? CheckId(string name, string id)
    {
        if (ObjectName.IsSha256(id))
            return Rejection.Because(RejectionReason.Sha256Repository, $"The header '{name}' has a 64-digit object id.");
        return ObjectName.IsSha1(id)
            ? null
            : Invalid($"The header '{name}' must be 40 lower-case hexadecimal digits, but is {Untrusted.Show(id)}.");
    }

    private static Rejection? CheckEncoding(string? name) =>
        name is null || (name.Length is > 0 and <= LongestEncoding && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '+'))
            ? null
            : Invalid($"The header 'encoding' is {Untrusted.Show(name)}.");

    private static Rejection Invalid(string detail) => Rejection.Because(RejectionReason.CommitHeaderInvalid, detail);
}
