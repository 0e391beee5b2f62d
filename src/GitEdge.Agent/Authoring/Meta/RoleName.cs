using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A role as the command line names it: <c>root</c>, <c>hold</c>, <c>fresh</c> or <c>release:CHANNEL</c>.</summary>
/// <param name="Text">The name.</param>
internal sealed record RoleName(string Text)
{
    private const string Release = "release:";

    /// <summary>The channel; null for the other roles.</summary>
    public string? Channel => Text.StartsWith(Release, StringComparison.Ordinal) ? Text[Release.Length..] : null;

    /// <summary>Null when there can be such a role.</summary>
    public Refusal? Check() => Text is "root" or "hold" or "fresh" || ManifestNames.IsChannel(Channel)
        ? null
        : new Refusal($"there is no role '{Text}'", "use root, hold, fresh or release:CHANNEL") { Code = AuthoringReason.UnknownRole };

    /// <summary>The role in a document; null when nobody has it.</summary>
    public TrustRole? Find(TrustDocument document) => Text switch
    {
        "root" => document.Root,
        "hold" => document.Hold,
        "fresh" => document.Fresh,
        _ => document.Releases.GetValueOrDefault(Channel ?? ""),
    };

    /// <summary>The document with another role in its place.</summary>
    public TrustDocument Put(TrustDocument document, TrustRole role) => Text switch
    {
        "root" => document with { Root = role },
        "hold" => document with { Hold = role },
        "fresh" => document with { Fresh = role },
        _ => document with { Releases = new Dictionary<string, TrustRole>(document.Releases, StringComparer.Ordinal) { [Channel!] = role } },
    };

    /// <summary>Every role of a document.</summary>
    public static IEnumerable<RoleName> Of(TrustDocument document) =>
    [
        new RoleName("root"),
        .. document.Releases.Keys.Order(StringComparer.Ordinal).Select(channel => new RoleName(Release + channel)),
        new RoleName("hold"),
        .. document.Fresh is null ? Array.Empty<RoleName>() : [new RoleName("fresh")],
    ];
}
