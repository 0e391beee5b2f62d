using BenchmarkDotNet.Attributes;
using GitEdge.Core.Trust;
using GitEdge.Linux.Crypto;

namespace GitEdge.Bench.Code;

/// <summary>The proof of a release: a tag signed by real git.</summary>
[MemoryDiagnoser]
public class VerifyRelease
{
    private byte[] _tag = [];
    private AllowedSigners? _signers;
    private Ed25519? _algorithm;

    /// <summary>Signs a tag.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var folder = new TempDirectory();
        var fleet = new FleetRepositoryBuilder(folder["fleet"]).Write("fleet.yaml", "kind: Fleet\n");
        var id = fleet.Release("stable", 1);
        _tag = System.Text.Encoding.UTF8.GetBytes(fleet.Git("cat-file", "tag", id) + "\n");
        if (!AllowedSigners.TryParse(File.ReadAllBytes(fleet.AllowedSignersFile), allowPatterns: false, out _signers, out var faults))
            throw new InvalidOperationException(string.Join(' ', faults));
        _algorithm = Ed25519.Load();
        if (!Verify())
            throw new InvalidOperationException("The tag is refused.");
    }

    /// <summary>Grammar, signature and signer of the tag.</summary>
    [Benchmark(Description = "verify a signed tag")]
    public bool Verify() => TagVerifier.Verify(_tag, _signers!, _algorithm!.Verify).Try(out _, out _);
}
