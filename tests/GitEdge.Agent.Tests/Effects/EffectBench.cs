using System.Net;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Effects;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

/// <summary>Store, slots and the real server of one device, and generations to move between them.</summary>
internal sealed class EffectBench : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _client;

    public EffectBench(string? root = null, TimeSpan? patience = null)
    {
        Root = root ?? Directory.CreateDirectory(_directory["root"]).FullName;
        Store = new BlobStore(Root);
        Store.Prepare();
        Slots = new SlotStore(Root, Store.PathOf);
        Admin = new InferenceAdmin(Socket, patience ?? Until.Limit);
        Models = new ModelSwitch(new LocalGenerations(Slots, Store, () => null), Admin);
        var limits = new FetchLimits { Reserve = 0, Connect = Until.Limit, Stall = Until.Limit, Answer = Until.Limit };
        _client = HttpSource.CreateClient(limits, new SourceDialer(new SourcePolicy(new ArtifactRules { AllowAddresses = [IPNetwork.Parse("127.0.0.1/32")] })));
        Fetcher = new ArtifactFetcher(Store, _client, limits, TimeProvider.System);
    }

    public string Root { get; }

    public BlobStore Store { get; }

    public SlotStore Slots { get; }

    public InferenceAdmin Admin { get; }

    public ModelSwitch Models { get; }

    public ArtifactFetcher Fetcher { get; }

    public InferenceServerProcess? Server { get; private set; }

    public string this[string name] => _directory[name];

    private string Socket => _directory["admin.sock"];

    public InferenceServerProcess Serve() => Server = InferenceServerProcess.Start(Root, socket: Socket);

    public void Stop()
    {
        Server!.Dispose();
        Server = null;
    }

    /// <summary>A generation of models, in the store and in a slot.</summary>
    public Generation Stage(long number, Slot slot, params (string Name, byte[] Bytes)[] models)
    {
        var generation = Generation(number, slot, [.. models.Select(one => Spec(one.Name, one.Bytes))]);
        foreach (var (_, bytes) in models)
            Keep(bytes);
        var content = new SlotContent(number, generation.Content,
            [.. generation.Desired.Models.Select(model => new SlotModel(model.Spec.Name, model.Spec.Digest, model.Spec.Size))], []);
        Assert.IsType<StageResult.Staged>(Slots.Stage(slot, content, CancellationToken.None));
        return generation;
    }

    /// <summary>Puts bytes into the store.</summary>
    public void Keep(byte[] bytes)
    {
        var path = Store.PathOf(Sha256Digest.Of(bytes));
        if (!File.Exists(path))
            File.WriteAllBytes(path, bytes);
    }

    public static Generation Generation(long number, Slot slot, params ModelSpec[] models) => new()
    {
        Number = number,
        Slot = slot,
        Release = new ReleaseName("stable", 1, number, Sha256Digest.Of([(byte)number])),
        Desired = new DesiredState { Device = "cam-1", Profiles = ["base"], Models = [.. models.Select(spec => new DesiredModel { Spec = spec })] },
    };

    public static ModelSpec Spec(string name, byte[] bytes, string source = "file:///nowhere") =>
        new() { Name = name, Sources = [source], Digest = Sha256Digest.Of(bytes), Size = bytes.Length };

    /// <summary>The same generation, its models swapped cold.</summary>
    public static Generation Cold(Generation hot) => hot with
    {
        Desired = hot.Desired with { Models = [.. hot.Desired.Models.Select(model => model with { Spec = model.Spec with { Swap = SwapMode.Cold } })] },
    };

    /// <summary>Name, version, whether it is the default, of all that is loaded.</summary>
    public async Task<IEnumerable<(string Name, string Version, bool Default)>> LoadedAsync() =>
        (await Admin.IndexAsync(CancellationToken.None)).Value!.Where(one => one.IsReady).Select(one => (one.Name, one.Version, one.IsDefault)).ToList();

    public void Dispose()
    {
        Server?.Dispose();
        Admin.Dispose();
        _client.Dispose();
        _directory.Dispose();
    }
}
