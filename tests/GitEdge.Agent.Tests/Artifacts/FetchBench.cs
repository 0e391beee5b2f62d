using System.Net;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tests.Artifacts;

/// <summary>A store in a folder of its own, bytes to fetch, and a fetcher.</summary>
internal sealed class FetchBench : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _client;

    /// <summary>Little patience, for sources that say nothing.</summary>
    public static readonly FetchLimits Impatient = new() { Stall = TimeSpan.FromSeconds(2), Answer = TimeSpan.FromSeconds(2), Reserve = 1 << 20, AttemptsPerSource = 3 };

    // Where the tests' own servers are.
    private static readonly ArtifactRules s_loopback = new() { AllowAddresses = [IPNetwork.Parse("127.0.0.1/32")] };

    // A busy machine is no silent source.
    private static readonly FetchLimits s_patient = new() { Connect = Until.Limit, Stall = Until.Limit, Answer = Until.Limit, Reserve = 1 << 20 };

    public FetchBench(int size = 3_000_000, FetchLimits? limits = null, string? storeAt = null, Action<SocketsHttpHandler>? adjust = null, SourceDialer? dialer = null)
    {
        Limits = limits ?? s_patient;
        Content = new byte[size];
        new Random(size).NextBytes(Content);
        Store = new BlobStore(storeAt ?? _directory["data"]) { ReadBack = new ReadBackFiles() };
        var handler = HttpSource.CreateHandler(Limits, dialer ?? new SourceDialer(new SourcePolicy(s_loopback)));
        adjust?.Invoke(handler);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Fetcher = new ArtifactFetcher(Store, _client, Limits, TimeProvider.System);
    }

    public FetchLimits Limits { get; }

    public byte[] Content { get; }

    public Sha256Digest Digest => Sha256Digest.Of(Content);

    public BlobStore Store { get; }

    public ArtifactFetcher Fetcher { get; }

    public string Folder => _directory.Path;

    public string Partial => Store.PartialPathOf(Digest);

    /// <summary>Writes a file to fetch from and returns its address.</summary>
    public string Publish(byte[] content, string name = "model.onnx")
    {
        var path = _directory[name];
        File.WriteAllBytes(path, content);
        return new Uri(path).AbsoluteUri;
    }

    /// <summary>Leaves what an earlier attempt may have left.</summary>
    public void LeavePartial(ReadOnlySpan<byte> content)
    {
        Store.Prepare();
        File.WriteAllBytes(Partial, content.ToArray());
    }

    public Task<FetchResult> FetchAsync(params string[] sources) =>
        Fetcher.FetchAsync(new ArtifactRequest(Digest, Content.Length, sources), null, CancellationToken.None);

    public async Task<FetchResult.Stored> AssertStoredAsync(params string[] sources)
    {
        var result = await FetchAsync(sources);
        var stored = Assert.IsType<FetchResult.Stored>(result);
        Assert.Equal(Store.PathOf(Digest), stored.Path);
        Assert.Equal(Digest, Sha256Digest.Of(await File.ReadAllBytesAsync(stored.Path)));
        Assert.Equal(BlobStore.BlobMode, File.GetUnixFileMode(stored.Path));
        Assert.False(File.Exists(Partial));
        var (sha256, length) = Assert.NotNull(Store.ReadBack!.Find(stored.Path));
        Assert.Equal((Digest, Content.Length), (Sha256Digest.FromBytes(sha256), length));
        return stored;
    }

    public async Task<Fault> AssertFailedAsync(FaultKind kind, string reason, params string[] sources)
    {
        var fault = Assert.IsType<FetchResult.Failed>(await FetchAsync(sources)).Fault;
        Assert.Equal((kind, reason), (fault.Kind, fault.Reason));
        Assert.NotEmpty(fault.Cure);
        Assert.False(File.Exists(Store.PathOf(Digest)));
        return fault;
    }

    public void Dispose()
    {
        _client.Dispose();
        _directory.Dispose();
    }
}
