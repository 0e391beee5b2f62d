using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>What <c>gitedge keys list --json</c> prints.</summary>
internal sealed record KeysDocument
{
    /// <summary>The version that counts; null while the first lacks signatures.</summary>
    public required DocumentVersion? Effective { get; init; }

    /// <summary>The version that waits for signatures; null when none does.</summary>
    public DocumentVersion? Pending { get; init; }

    /// <summary>Every role of the version that counts, or of the first that waits.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>Everybody with their keys.</summary>
    public required IReadOnlyList<Principal> Principals { get; init; }

    /// <summary>Keys that count no longer.</summary>
    public required IReadOnlyList<RevokedKey> Revoked { get; init; }

    /// <summary>The lowest epoch of releases that devices take.</summary>
    public required long Epoch { get; init; }

    /// <summary>Version of the hold document that is believed; null when there is none.</summary>
    public long? Hold { get; init; }

    /// <summary>What it stops.</summary>
    public required IReadOnlyList<HoldEntry> Holds { get; init; }

    /// <summary>What it recalls.</summary>
    public required IReadOnlyList<RecallEntry> Recalls { get; init; }

    /// <summary>The hold document that waits for signatures; null when none does.</summary>
    public DocumentVersion? PendingHold { get; init; }

    /// <summary>What is there and not believed.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>A version of a document.</summary>
    internal sealed record DocumentVersion(long Version, DateTimeOffset Created, DateTimeOffset? Expires, Sha256Digest Digest, IReadOnlyList<Tally> Signatures, IReadOnlyList<string> Changes);

    /// <summary>Who signed, by role.</summary>
    internal sealed record Tally(string Role, int Threshold, IReadOnlyList<string> Signed, IReadOnlyList<string> Missing);

    /// <summary>A role.</summary>
    internal sealed record Role(string Name, int Threshold, IReadOnlyList<string> Principals, bool UserVerification);

    /// <summary>A person.</summary>
    internal sealed record Principal(string Name, IReadOnlyList<Key> Keys);

    /// <summary>A key, and when it counts.</summary>
    internal sealed record Key(string Type, string Fingerprint, DateTimeOffset? NotBefore = null, DateTimeOffset? NotAfter = null);

    /// <summary>A key that counts no longer.</summary>
    internal sealed record RevokedKey(string Fingerprint, string? Reason);

    /// <summary>Something that is not believed.</summary>
    internal sealed record Finding(string Reason, string Detail, string Cure);
}
