using System.Text;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>A release as it comes from a fetch, right unless a test says otherwise.</summary>
internal sealed record Offer
{
    public static readonly Guid Repo = Guid.Parse("0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11");
    public static readonly DateTimeOffset Now = new(2025, 6, 16, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Takes every signature: for tests of what comes after.</summary>
    public static readonly Ed25519Verify Credulous = (_, _, _) => true;

    public string Channel { get; init; } = "prod";

    public long Epoch { get; init; } = 1;

    public long Counter { get; init; } = 7;

    public string Target { get; init; } = TagText.Target;

    public string Content { get; init; } = "content";

    public bool? Descends { get; init; } = true;

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>The tree, without the lock.</summary>
    public Dictionary<string, string> Files => new(StringComparer.Ordinal)
    {
        ["fleet.yaml"] = "kind: Fleet\n",
        ["golden/vad/input_0.pb"] = Content,
        ["rollouts/prod.yaml"] = "kind: Rollout\n",
        ["README.md"] = "not locked\n",
    };

    public static TrustPolicy Policy { get; } = new(Repo, "prod", TagText.Signers);

    public ReleaseClaims Claims => new()
    {
        RepoId = Repo,
        Channel = Channel,
        Epoch = Epoch,
        Counter = Counter,
        Created = Now.AddDays(-1),
        NotBefore = NotBefore,
        Expires = Expires,
    };

    public string LockText => LockOf(Files);

    public static string LockOf(IReadOnlyDictionary<string, string> files)
    {
        var locked = files.Where(file => LockFile.Covers(file.Key))
            .Select(file => new LockedFile(file.Key, Sha256Digest.Of(Encoding.UTF8.GetBytes(file.Value))));
        Assert.True(LockFile.TryCreate(locked, out var created, out _));
        return Encoding.UTF8.GetString(created.ToBytes());
    }

    /// <summary>Really signed by the manager.</summary>
    public FetchedRelease Fetched(string? lockText = null, IReadOnlyDictionary<string, string>? files = null, string? trailer = null) =>
        Fetch(lockText ?? LockText, files ?? Files, trailer, TagText.Signed(Payload(lockText ?? LockText, trailer)));

    /// <summary>With a signature only <see cref="Credulous"/> takes, but by the manager's key: fast.</summary>
    public SignedRelease Signed()
    {
        var blob = SshSignatureTests.Blob(
            TagText.Signers.Entries[0].Key.Blob.ToArray(), SshSignatureTests.Wire("ssh-ed25519", new byte[64]));
        var fetched = Fetch(LockText, Files, null, TagText.Forged(blob, Payload(LockText, null)));
        return ReleaseVerifier.VerifySignature(fetched, [], Policy, Credulous).Value!;
    }

    public ReleaseVerdict Accept(AcceptedRelease? last, DateTimeOffset? now = null) =>
        ReleaseVerifier.Accept(Signed(), Claims, last, now ?? Now);

    public AcceptedRelease Accepted() => Assert.IsType<ReleaseVerdict.Accepted>(Accept(null)).Release.ToAccepted(Now);

    private FetchedRelease Fetch(string lockText, IReadOnlyDictionary<string, string> files, string? trailer, byte[] body) => new()
    {
        RefName = $"refs/tags/rollout/{Channel}/{Counter}",
        TagId = TagObject.IdOf(body),
        TagBytes = body,
        CommitId = Target,
        Files = files.Append(new(LockFile.FileName, lockText))
            .ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal),
        DescendsFromAccepted = Descends,
    };

    private string Payload(string lockText, string? trailer) =>
        $"object {Target}\n{TagText.Type}\ntag rollout/{Channel}/{Counter}\n{TagText.Tagger}\n\nRelease\n\n"
        + $"GitEdge-Lock-SHA256: {trailer ?? Sha256Digest.Of(Encoding.UTF8.GetBytes(lockText)).Hex}\n";
}
