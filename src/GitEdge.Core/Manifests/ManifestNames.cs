using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Manifests;

/// <summary>The forms of names, for those who make manifests.</summary>
public static class ManifestNames
{
    /// <summary>Whether text can name a channel: <c>[a-z0-9][a-z0-9-]{0,62}</c>. Such a name can name anything else too.</summary>
    public static bool IsChannel(string? text) => text is not null && Forms.Channel.Matches(text);

    /// <summary>Whether text can name a device, profile, model or container: <c>[a-z0-9][a-z0-9._-]{0,62}</c>.</summary>
    public static bool IsName(string? text) => text is not null && Forms.Name.Matches(text);
}
