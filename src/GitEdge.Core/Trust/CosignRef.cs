using System.Globalization;

namespace GitEdge.Core.Trust;

/// <summary>The name of a co-signature's ref: <c>refs/tags/cosign/&lt;channel&gt;/&lt;counter&gt;/&lt;who&gt;</c>.</summary>
/// <param name="Release">The release it is for.</param>
/// <param name="Who">A label, by which two people do not get into each other's way; who signed says the key alone.</param>
public sealed record CosignRef(ReleaseRef Release, string Who)
{
    /// <summary>The first part of the tag's own name.</summary>
    public const string Folder = "cosign";

    /// <summary>The tag's own name: <c>cosign/&lt;channel&gt;/&lt;counter&gt;/&lt;who&gt;</c>.</summary>
    public string TagName => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Release.Channel}/{Release.Counter}/{Who}");

    /// <summary>The ref's full name.</summary>
    public string RefName => ReleaseRef.Prefix + TagName;

    /// <summary>What stands before the label, for every co-signature of a release.</summary>
    public static string PrefixOf(ReleaseRef release) => new CosignRef(release, "").RefName;

    /// <summary>What stands before number and label, for every co-signature of a channel.</summary>
    public static string PrefixOf(string channel) => $"{ReleaseRef.Prefix}{Folder}/{channel}/";

    /// <summary>Whether a text can be the label: a letter or digit, then at most 99 of letters, digits and <c>. _ @ + -</c>.</summary>
    public static bool IsLabel(string text) => text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '+' or '-');
}
