using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Trust;

/// <summary>The name of a release's ref: <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Counter">The release's number in its channel, from 1.</param>
public sealed record ReleaseRef(string Channel, long Counter)
{
    /// <summary>What stands before a tag's own name.</summary>
    public const string Prefix = "refs/tags/";

    private const string Folder = "rollout";

    /// <summary>The tag's own name: <c>rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</summary>
    public string TagName => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Channel}/{Counter}");

    /// <summary>The ref's full name.</summary>
    public string RefName => Prefix + TagName;

    /// <summary>What stands before the number, for every release of a channel.</summary>
    public static string PrefixOf(string channel) => $"{Prefix}{Folder}/{channel}/";

    /// <summary>Reads a full ref name; null for any other form, leading zeros included.</summary>
    public static ReleaseRef? Parse(string refName)
    {
        var parts = refName.Split('/');
        if (parts.Length != 5 || !ManifestNames.IsChannel(parts[3])
            || !long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var counter) || counter < 1)
            return null;
        var parsed = new ReleaseRef(parts[3], counter);
        return parsed.RefName == refName ? parsed : null;
    }
}
