using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>Trust documents with real keys and real signatures, right unless a test says otherwise.</summary>
internal static class Fleet
{
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly ClockReading Clock = new(Start.AddDays(30), IsSynchronised: true);

    /// <summary>Root 2 of ada, ben, cyd; production 2 of ada, ben; hold by any; a clock that is fresh.</summary>
    public static TrustDocument First { get; } = new()
    {
        RepoId = Offer.Repo,
        Version = 1,
        Created = Start,
        Expires = Start.AddYears(1),
        Epoch = 1,
        Principals = People("ada", "ben", "cyd", "clock"),
        Root = new TrustRole(2, ["ada", "ben", "cyd"]),
        Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["prod"] = new(2, ["ada", "ben"]), ["beta"] = new(1, ["cyd"]) },
        Hold = new TrustRole(1, ["ada", "ben", "cyd"]),
        Fresh = new TrustRole(1, ["clock"]),
    };

    public static TrustedRoot Root { get; } = Enrol(First);

    /// <summary>The version after, unchanged otherwise.</summary>
    public static TrustDocument After(TrustDocument document) =>
        document with { Version = document.Version + 1, Created = document.Created.AddDays(1) };

    /// <summary>Each name with a key of the same name.</summary>
    public static Dictionary<string, IReadOnlyList<TrustKey>> People(params string[] names) =>
        names.ToDictionary(name => name, name => (IReadOnlyList<TrustKey>)[Key(name)], StringComparer.Ordinal);

    /// <summary>The principals of a document with some changed or added.</summary>
    public static Dictionary<string, IReadOnlyList<TrustKey>> With(TrustDocument document, params (string Name, TrustKey[] Keys)[] changed)
    {
        var people = new Dictionary<string, IReadOnlyList<TrustKey>>(document.Principals, StringComparer.Ordinal);
        foreach (var (name, keys) in changed)
            people[name] = keys;
        return people;
    }

    public static TrustKey Key(string name)
    {
        var parts = SshKeys.Public(PathOf(name)).Split(' ');
        return new TrustKey(SshPublicKey.Parse(parts[0], parts[1], out _)!);
    }

    public static TrustedRoot Enrol(TrustDocument document)
    {
        Assert.True(TrustChain.Enrol(TrustWriter.Write(document), Offer.Repo).Try(out var root, out var rejection), rejection?.ToString());
        return root;
    }

    /// <summary>Signed by each key named.</summary>
    public static SignedFile Sign(byte[] content, string purpose, params string[] keys) =>
        new("file.json", content, [.. keys.Select(key => (ReadOnlyMemory<byte>)SshKeys.Sign(PathOf(key), content, purpose))]);

    public static SignedFile Sign(TrustDocument document, params string[] keys) => Sign(TrustWriter.Write(document), TrustNamespaces.Trust, keys);

    public static SignedFile Sign(HoldDocument document, params string[] keys) => Sign(TrustWriter.Write(document), TrustNamespaces.Hold, keys);

    public static SignedFile Sign(FreshDocument document, params string[] keys) => Sign(TrustWriter.Write(document), TrustNamespaces.Fresh, keys);

    public static string PathOf(string name) => SshKeys.Path(name, "ed25519");
}
