using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Trust, Hold and Fresh, field by field.</summary>
internal static class TrustShapes
{
    private const long Greatest = 1_000_000_000_000;

    private static readonly IntegerShape Number = new(1, Greatest);

    private static readonly IntegerShape NumberOrNone = new(0, Greatest);

    private static readonly TextShape<string> Person = Forms.Text(
        "a name of at most 100 of A-Z a-z 0-9 . _ @ + -, a letter or digit first", "[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    private static readonly TextShape<SshPublicKey> PublicKey = new(
        "a public key as in a .pub file, without its comment", "[A-Za-z0-9@.-]{1,64} [A-Za-z0-9+/]{1,1900}={0,2}", TryReadKey);

    private static readonly TextShape<string> Fingerprint = Forms.Text(
        "a fingerprint as ssh-keygen -l prints it, SHA256:…", "SHA256:[A-Za-z0-9+/]{43}");

    private static readonly MappingShape<TrustKey> Key = new(
        fields => new TrustKey(
            fields.Required("key", PublicKey, "The public key, type and base64."),
            fields.OptionalValue("validAfter", Forms.Time, "The first second the key counts."),
            fields.OptionalValue("validBefore", Forms.Time, "The last second the key counts.")),
        CheckWindow);

    private static readonly ListShape<TrustKey> KeyList = new(Key, 1, 16, key => key.Key.Fingerprint);

    private static readonly MappingShape<TrustRole> Role = new(
        fields => new TrustRole(
            (int)fields.Required("threshold", new IntegerShape(1, 64), "How many principals have to sign."),
            fields.Required("principals", new ListShape<string>(Person, 1, 64, name => name), "Who may."))
        {
            UserVerification = fields.Optional("userVerification", new BooleanShape(),
                "Whether hardware tokens have to ask for a PIN or a finger, and not for a touch alone.", fallback: false),
        },
        CheckThreshold);

    private static readonly MappingShape<(TrustRole Root, IReadOnlyDictionary<string, TrustRole> Releases, TrustRole Hold, TrustRole? Fresh)> Roles = new(fields => (
        fields.Required("root", Role, "Who signs trust documents."),
        fields.Required("release", new MapShape<TrustRole>(Forms.Channel, Role), "Who signs the releases of each channel."),
        fields.Required("hold", Role, "Who may stop a channel."),
        fields.Optional("fresh", Role, "Who signs the freshness beacon.")));

    private static readonly MappingShape<RevokedKey> RevokedKey = new(fields => new RevokedKey(
        fields.Required("key", Fingerprint, "The key's fingerprint."),
        fields.Optional("reason", Forms.Line, "Why.")));

    private static readonly MappingShape<HoldEntry> HoldEntry = new(fields => new HoldEntry(
        fields.Required("channel", Forms.Channel, "The channel."),
        fields.Required("epoch", NumberOrNone, "The epoch from which on it is stopped."),
        fields.Required("from", NumberOrNone, "The counter from which on it is stopped; 0 for all of it."),
        fields.Required("reason", Forms.Line, "Why.")));

    private static readonly MappingShape<RecallEntry> RecallEntry = new(fields => new RecallEntry(
        fields.Required("channel", Forms.Channel, "The channel."),
        fields.Required("epoch", NumberOrNone, "The release's epoch."),
        fields.Required("counter", Number, "The release's number."),
        fields.Required("reason", Forms.Line, "Why.")));

    private static readonly MappingShape<ReleaseHead> Head = new(fields => new ReleaseHead(
        fields.Required("epoch", NumberOrNone, "The release's epoch."),
        fields.Required("counter", Number, "The release's number.")));

    public static readonly MappingShape<TrustDocument> Trust = FleetShapes.Kind(
        "Trust",
        (_, fields) =>
        {
            var roles = fields.Required("roles", Roles, "Which role needs how many of whom.");
            return new TrustDocument
            {
                RepoId = RepoId(fields),
                Version = fields.Required("version", Number, "The version; the next is exactly one more."),
                Created = Created(fields),
                Expires = fields.Required("expires", Forms.Time, "From then on new releases wait for the next version."),
                Epoch = fields.Required("epoch", NumberOrNone, "The lowest epoch of a release that may be accepted."),
                Principals = fields.Required("principals", new MapShape<IReadOnlyList<TrustKey>>(Person, KeyList), "The keys of each person."),
                Root = roles.Root,
                Releases = roles.Releases,
                Hold = roles.Hold,
                Fresh = roles.Fresh,
                Revoked = fields.Optional("revoked", new ListShape<RevokedKey>(RevokedKey, 0, 256, key => key.Fingerprint), "Keys that count no longer.", []),
            };
        },
        TrustChecks.Check);

    public static readonly MappingShape<HoldDocument> Hold = FleetShapes.Kind("Hold", (_, fields) => new HoldDocument
    {
        RepoId = RepoId(fields),
        Version = fields.Required("version", Number, "The version; a later document has a greater one."),
        Created = Created(fields),
        Holds = fields.Optional("holds", new ListShape<HoldEntry>(HoldEntry, 0, 64, hold => hold.Channel), "What is not activated.", []),
        Recalls = fields.Optional("recalls", new ListShape<RecallEntry>(RecallEntry, 0, 256, recall => $"{recall.Channel}/{recall.Epoch}/{recall.Counter}"), "What does not run.", []),
    });

    public static readonly MappingShape<FreshDocument> Fresh = FleetShapes.Kind("Fresh", (_, fields) => new FreshDocument
    {
        RepoId = RepoId(fields),
        Created = Created(fields),
        Lifetime = fields.Required("lifetime", Forms.DurationBetween(TimeSpan.FromSeconds(1), TimeSpan.FromDays(366), "24h"), "How long it says anything."),
        Trust = fields.Required("trust", Number, "The newest version of the trust document."),
        Hold = fields.Required("hold", NumberOrNone, "The newest version of the hold document; 0 for none."),
        Heads = fields.Required("heads", new MapShape<ReleaseHead>(Forms.Channel, Head), "The newest release of each channel."),
    });

    private static Guid RepoId(Fields fields) => fields.Required("repoId", Forms.Uuid, "The fleet's identity, as in its fleet.yaml.");

    private static DateTimeOffset Created(Fields fields) => fields.Required("created", Forms.Time, "When it was made.");

    private static bool TryReadKey(string text, out SshPublicKey value)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        value = SshPublicKey.Parse(text[..space], text[(space + 1)..], out _)!;
        return value is not null;
    }

    private static void CheckWindow(TrustKey key, ManifestMapping source, ProblemList problems)
    {
        if (key.ValidAfter >= key.ValidBefore)
            problems.Add(source.At, "the key is valid before it is valid after: never", "put validAfter before validBefore", ManifestRule.Order);
    }

    private static void CheckThreshold(TrustRole role, ManifestMapping source, ProblemList problems)
    {
        if (role.Threshold > role.Principals.Count)
            problems.Add(source.Locate("threshold"), $"the threshold {role.Threshold} is above the {role.Principals.Count} principals: it could never be met",
                "lower it, or add principals", ManifestRule.Order);
    }
}
