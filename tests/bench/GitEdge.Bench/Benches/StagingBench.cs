using System.Diagnostics;
using System.Net;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Slots;
using GitEdge.Bench.Results;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Bench.Benches;

/// <summary>One large artifact from its source into a slot, read back and synced, beside copying and hashing it once.</summary>
internal sealed class StagingBench
{
    private const string Copying = "cp + openssl dgst";

    private readonly TempDirectory _folder;
    private readonly long _size;
    private readonly string _file;
    private readonly Sha256Digest _digest;

    private StagingBench(TempDirectory folder, long size)
    {
        (_folder, _size, _file) = (folder, size, folder["artifact"]);
        Fill();
        using var file = File.OpenRead(_file);
        _digest = Sha256Digest.FromBytes(System.Security.Cryptography.SHA256.HashData(file));
    }

    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        var bench = new StagingBench(folder, options.Quick ? 128L << 20 : 1L << 30);
        using var nginx = NginxServer.Start(folder["web"], $"root {folder.Path}; sendfile on;");
        var http = $"http://127.0.0.1:{nginx.Port}/artifact";
        var rounds = options.Rounds(9);
        bench.Round(new Uri(bench._file).AbsoluteUri);
        var (disk, web, copy, synced, curl) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            copy.Add(bench.Shell($"cp {bench._file} copy && openssl dgst -sha256 copy"));
            disk.Add(bench.Round(new Uri(bench._file).AbsoluteUri));
            web.Add(bench.Round(http));
            synced.Add(bench.Shell($"cp {bench._file} copy && sync copy && openssl dgst -sha256 copy"));
            curl.Add(bench.Shell($"curl -s -o copy {http} && openssl dgst -sha256 copy"));
        }
        return
        [
            bench.Figure("disk", disk, Copying, copy).RatioAtMost(1.25, "≤ 1.25×"),
            bench.Figure("http", web, Copying, copy).RatioAtMost(1.25, "≤ 1.25×"),
            bench.Figure("disk, beside a peer that syncs too,", disk, "cp + sync + openssl dgst", synced),
            bench.Figure("http, beside a peer that downloads too,", web, "curl + openssl dgst", curl),
        ];
    }

    private Figure Figure(string from, List<double> seconds, string peer, List<double> against) => new()
    {
        What = $"staging {_size >> 20} MiB from {from}",
        Unit = "s",
        Value = Spread.Of(seconds),
        Peer = peer,
        Against = Spread.Of(against),
        Note = "fetched into the store and hashed, read back from there beside it and hashed again, synced, linked into the slot, record and directories synced; the source is in the page cache. Of the peers only the one with sync waits for the disk, and each hashes once",
    };

    private double Round(string source)
    {
        var root = _folder["device"];
        Directory.CreateDirectory(root);
        Settle();
        var clock = Stopwatch.StartNew();
        StageAsync(root, source).GetAwaiter().GetResult();
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(root, recursive: true);
        return seconds;
    }

    private async Task StageAsync(string root, string source)
    {
        // As the agent that owns its slots.
        var readBack = new ReadBackFiles();
        var store = new BlobStore(root) { ReadBack = readBack };
        store.Prepare();
        var limits = new FetchLimits { Reserve = 0 };
        var rules = new ArtifactRules { AllowAddresses = [IPNetwork.Parse("127.0.0.0/8")] };
        using var client = HttpSource.CreateClient(limits, new SourceDialer(new SourcePolicy(rules)));
        var fetcher = new ArtifactFetcher(store, client, limits, TimeProvider.System);
        if (await fetcher.FetchAsync(new ArtifactRequest(_digest, _size, [source]), null, CancellationToken.None) is FetchResult.Failed failed)
            throw new InvalidOperationException(failed.Fault.ToString());
        var slots = new SlotStore(root, store.PathOf) { ReadBack = readBack };
        var content = new SlotContent(1, _digest, [new SlotModel("large", _digest, _size)], []);
        if (slots.Stage(slots.Inactive, content, CancellationToken.None) is StageResult.Failed refused)
            throw new InvalidOperationException(refused.Fault.ToString());
    }

    private double Shell(string commands)
    {
        Settle();
        var clock = Stopwatch.StartNew();
        Tool.Run("sh", ["-ec", commands], directory: _folder.Path);
        var seconds = clock.Elapsed.TotalSeconds;
        File.Delete(_folder["copy"]);
        return seconds;
    }

    /// <summary>What the round before has left to be written is not this round's to pay for.</summary>
    private static void Settle()
    {
        Tool.Run("sync", []);
        GC.Collect();
    }

    private void Fill()
    {
        using var file = File.Create(_file);
        var (random, block) = (new Random(1), new byte[1 << 20]);
        for (long done = 0; done < _size; done += block.Length)
        {
            random.NextBytes(block);
            file.Write(block);
        }
    }
}
