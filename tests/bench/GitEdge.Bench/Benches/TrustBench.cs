using System.Diagnostics;
using System.Globalization;
using System.Text;
using GitEdge.Agent.Manifests;
using GitEdge.Bench.Results;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Crypto;

namespace GitEdge.Bench.Benches;

/// <summary>What a proof costs: a release with many manifests, and a device that slept through many rotations of keys.</summary>
internal static class TrustBench
{
    private const int Manifests = 500;
    private const int Rotations = 100;

    private static readonly Guid s_repo = Guid.Parse("0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11");
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        Ed25519Verify verify = Ed25519.Load().Verify;
        var rounds = options.Rounds(50);
        var (release, policy) = Release(folder["fleet"]);
        var (view, branch) = Slept(folder["keys"]);
        var clock = new ClockReading(s_start.AddYears(1), IsSynchronised: true);
        return
        [
            Measure($"verify a release with {Manifests} manifests", rounds, () =>
                Require(ReleaseVerifier.VerifySignature(release, [], policy, verify))).AtMost(20, "≤ 20 ms"),
            Measure($"the same, and read and check its {Manifests} manifests", rounds, () => Require(ReleaseVerifier.VerifySignature(release, [], policy, verify), signed =>
            {
                if (!ManifestReader.ReadFleet(signed.Files.Contents).IsValid)
                    throw new InvalidOperationException("The manifests are refused.");
            })),
            Measure($"catch up over {Rotations} rotations of keys", rounds, () =>
            {
                var review = TrustReview.Of(view, branch, clock, verify);
                if (review.View.Root.Document.Version != Rotations + 1 || review.Findings.Count > 0)
                    throw new InvalidOperationException($"The walk ended at version {review.View.Root.Document.Version}: {string.Join(' ', review.Findings)}");
            }).AtMost(200, "≤ 200 ms"),
        ];
    }

    private static Figure Measure(string what, int rounds, Action run)
    {
        // "After start": the code is compiled and the files are in memory.
        for (var i = 0; i < 5; i++)
            run();
        var times = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
        return new Figure { What = what, Unit = "ms", Value = Spread.Of(times), Note = string.Create(CultureInfo.InvariantCulture, $"{allocated >> 10} KiB allocated each time") };
    }

    private static (FetchedRelease Release, TrustPolicy Policy) Release(string folder)
    {
        var fleet = new FleetRepositoryBuilder(folder)
            .Write("fleet.yaml", $"apiVersion: gitedge.io/v1\nkind: Fleet\nmetadata:\n  name: bench\nspec:\n  repoId: {s_repo}\n  channels:\n    - name: stable\n")
            .Write("rollouts/stable.yaml", "apiVersion: gitedge.io/v1\nkind: Rollout\nmetadata:\n  name: stable\nspec:\n  channel: stable\n  epoch: 1\n  counter: 1\n  created: 2026-01-02T00:00:00Z\n");
        for (var i = 2; i < Manifests; i++)
            fleet.Write($"devices/cam-{i}.yaml", $"apiVersion: gitedge.io/v1\nkind: Device\nmetadata:\n  name: cam-{i}\n  labels:\n    role: camera\n    site: hall-{i % 7}\nspec:\n  hardware: generic-x64\n  channel: stable\n");
        var id = fleet.Release("stable", 1);
        if (!AllowedSigners.TryParse(File.ReadAllBytes(fleet.AllowedSignersFile), allowPatterns: false, out var signers, out var faults))
            throw new InvalidOperationException(string.Join(' ', faults));
        var files = Directory.EnumerateFiles(fleet.Path, "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(fleet.Path, file), File: file))
            .Where(one => !one.Path.StartsWith(".git/", StringComparison.Ordinal))
            .ToDictionary(one => one.Path, one => (ReadOnlyMemory<byte>)File.ReadAllBytes(one.File), StringComparer.Ordinal);
        return (new FetchedRelease
        {
            RefName = "refs/tags/rollout/stable/1",
            TagId = id,
            TagBytes = Encoding.UTF8.GetBytes(fleet.Git("cat-file", "tag", id) + "\n"),
            CommitId = fleet.Git("rev-parse", "HEAD"),
            Files = files,
        }, new TrustPolicy(s_repo, "stable", signers));
    }

    /// <summary>A device that knows version 1, and a branch with a hundred more: each takes the last key out and puts a new one in.</summary>
    private static (TrustView View, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Branch) Slept(string folder)
    {
        Directory.CreateDirectory(folder);
        var branch = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var before = Key(folder, 1);
        var first = TrustChain.Enrol(TrustWriter.Write(Document(1, before)), s_repo).Value ?? throw new InvalidOperationException("The first document is refused.");
        for (var version = 2; version <= Rotations + 1; version++)
        {
            var next = Key(folder, version);
            var path = TrustFiles.TrustPath(version);
            var file = Path.Combine(folder, $"{version}.json");
            File.WriteAllBytes(file, TrustWriter.Write(Document(version, next)));
            branch[path] = File.ReadAllBytes(file);
            foreach (var key in new[] { before, next })
            {
                Tool.Run("ssh-keygen", ["-q", "-Y", "sign", "-n", TrustNamespaces.Trust, "-f", key, file]);
                branch[$"{TrustFiles.SignaturesOf(path)}/{Path.GetFileName(key)}.sig"] = File.ReadAllBytes(file + ".sig");
                File.Delete(file + ".sig");
            }
            before = next;
        }
        return (new TrustView { Root = first }, branch);
    }

    private static string Key(string folder, int number)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"key-{number}"));
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
        return path;
    }

    private static TrustDocument Document(long version, string key)
    {
        var parts = File.ReadAllText(key + ".pub").Split(' ', '\n');
        var role = new TrustRole(1, ["ada"]);
        return new TrustDocument
        {
            RepoId = s_repo,
            Version = version,
            Created = s_start.AddHours(version),
            Expires = s_start.AddYears(2),
            Epoch = 1,
            Principals = new Dictionary<string, IReadOnlyList<TrustKey>>(StringComparer.Ordinal)
            {
                ["ada"] = [new TrustKey(SshPublicKey.Parse(parts[0], parts[1], out var fault) ?? throw new InvalidOperationException(fault))],
            },
            Root = role,
            Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["stable"] = role },
            Hold = role,
        };
    }

    private static void Require<T>(Checked<T> outcome, Action<T>? use = null)
        where T : class
    {
        if (!outcome.Try(out var value, out var rejection))
            throw new InvalidOperationException(rejection.ToString());
        use?.Invoke(value);
    }
}
