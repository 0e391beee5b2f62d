using System.Security.Cryptography;
using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

public sealed class TrailingHashTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string FilePath => _directory["file"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(3_000_000)]
    public async Task File_that_is_written_piece_by_piece_is_read_back_behind_the_writer(int size)
    {
        var content = Bytes(size);
        // Locked, as a file is that nobody else may write.
        using var file = File.OpenHandle(FilePath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        using var trailing = new TrailingHash(FilePath);

        for (var done = 0; done < size; done += 100_000)
        {
            var piece = content.AsSpan(done, Math.Min(100_000, size - done));
            RandomAccess.Write(file, piece, done);
            trailing.Follow(done + piece.Length);
        }

        Assert.Equal(SHA256.HashData(content), await trailing.FinishAsync(size));
    }

    [Fact]
    public async Task Bytes_that_are_not_what_was_written_show()
    {
        var content = Bytes(1_000_000);
        File.WriteAllBytes(FilePath, content);
        using (var file = File.OpenHandle(FilePath, FileMode.Open, FileAccess.Write))
            RandomAccess.Write(file, [(byte)(content[600_000] ^ 1)], 600_000);
        using var trailing = new TrailingHash(FilePath);

        Assert.NotEqual(SHA256.HashData(content), await trailing.FinishAsync(content.Length));
    }

    [Fact]
    public async Task File_that_is_shorter_than_was_written_has_no_hash()
    {
        File.WriteAllBytes(FilePath, Bytes(999_999));
        using var trailing = new TrailingHash(FilePath);

        trailing.Follow(500_000);

        Assert.Null(await trailing.FinishAsync(1_000_000));
    }

    [Fact]
    public async Task Something_that_cannot_be_read_has_no_hash()
    {
        using var trailing = new TrailingHash(_directory.Path);

        Assert.Null(await trailing.FinishAsync(1));
    }

    [Fact]
    public void Disposed_before_its_end_it_lets_go_of_the_file()
    {
        File.WriteAllBytes(FilePath, Bytes(3_000_000));
        using (var trailing = new TrailingHash(FilePath))
            trailing.Follow(3_000_000);

        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), fd => new FileInfo(fd).LinkTarget == FilePath);
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
