using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A role whose threshold has to be met, by the document that says who has it.</summary>
/// <param name="What">What people call it, such as <c>root of version 2</c>.</param>
/// <param name="Document">The trust document.</param>
/// <param name="Role">The threshold and who may.</param>
/// <param name="Keys">The keys that count.</param>
internal sealed record NeededRole(string What, TrustDocument Document, TrustRole Role, RoleKeys Keys)
{
    /// <summary>Whose key it is, if it counts for the role.</summary>
    public string? OwnerOf(string fingerprint) => Document.Revoked.Any(revoked => revoked.Fingerprint == fingerprint)
        ? null
        : Role.Principals.FirstOrDefault(name => Document.Principals[name].Any(key => key.Key.Fingerprint == fingerprint));

    /// <summary>Who of the role signed, each once.</summary>
    /// <param name="file">The file with its signatures.</param>
    /// <param name="purpose">The namespace.</param>
    /// <param name="at">When the file says it was made.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    public RoleTally Count(SignedFile file, string purpose, DateTimeOffset at, Ed25519Verify ed25519)
    {
        var signed = RoleSignatures.Count(file, purpose, Keys, at, ed25519);
        return new RoleTally(What, Role.Threshold, [.. signed], [.. Role.Principals.Where(name => !signed.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The role that signs trust documents.</summary>
    public static NeededRole RootOf(TrustDocument document) => new(FormattableString.Invariant($"root of version {document.Version}"), document, document.Root, document.RootKeys);

    /// <summary>The role that stops channels.</summary>
    public static NeededRole HoldOf(TrustDocument document) => new("hold", document, document.Hold, document.HoldKeys);

    /// <summary>The role that signs beacons; null when there is none.</summary>
    public static NeededRole? FreshOf(TrustDocument document) =>
        document.Fresh is { } role ? new NeededRole("fresh", document, role, document.FreshKeys!) : null;

    /// <summary>The role that releases to a channel; null when nobody may.</summary>
    public static NeededRole? ReleaseOf(TrustDocument document, string channel) =>
        document.Releases.TryGetValue(channel, out var role) ? new NeededRole($"release of {channel}", document, role, document.ReleaseKeys(channel)!) : null;
}
