using BenchmarkDotNet.Attributes;
using GitEdge.Linux.Files;

namespace GitEdge.Bench.Code;

/// <summary>Reading a slot back: 64 MiB from the page cache.</summary>
[MemoryDiagnoser]
public class HashSlot
{
    private const int Size = 64 << 20;

    private string _file = "";

    /// <summary>Writes the file.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _file = Path.GetTempFileName();
        var bytes = new byte[Size];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_file, bytes);
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup() => File.Delete(_file);

    /// <summary>As a slot is verified.</summary>
    [Benchmark(Description = "hash 64 MiB of a slot")]
    public byte[] Hash()
    {
        using var file = File.OpenHandle(_file);
        return FileHash.Of(file, CancellationToken.None).Sha256;
    }
}
