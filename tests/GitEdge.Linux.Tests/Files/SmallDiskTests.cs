using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

[Trait("Category", "Slow")]
public sealed class SmallDiskTests : IDisposable
{
    private readonly SmallDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void AtomicFile_on_a_full_disk_keeps_the_old_content_and_leaves_no_temporary()
    {
        var path = _disk["state"];
        AtomicFile.Write(path, "old"u8);
        _disk.Fill();

        var e = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, new byte[64 * 1024]));

        Assert.True(LinuxErrors.IsFull(e));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.False(File.Exists(AtomicFile.TemporaryFor(path)));
    }

    [Fact]
    public void CheckedFile_on_a_full_disk_keeps_the_old_content_and_goes_on_when_there_is_room()
    {
        var file = new CheckedFile(_disk["state"]);
        file.Write("one"u8);
        file.Write("two"u8);
        _disk.Fill();

        Assert.True(LinuxErrors.IsFull(Assert.ThrowsAny<IOException>(() => file.Write(new byte[64 * 1024]))));
        Assert.Equal("two"u8, file.Read().Payload!.Value.Span);
        Assert.Equal(CheckedStatus.Whole, file.Read().Status);

        _disk.Empty();
        Assert.True(file.Write("three"u8));
        Assert.Equal("three"u8, file.Read().Payload!.Value.Span);
    }

    [Fact]
    public void Read_only_disk_is_named_and_still_readable()
    {
        var file = new CheckedFile(_disk["state"]);
        file.Write("one"u8);
        _disk.MakeReadOnly();

        var e = Assert.ThrowsAny<Exception>(() => file.Write("two"u8));

        Assert.Equal(LinuxError.ReadOnly, LinuxErrors.Of(e));
        Assert.Equal("one"u8, file.Read().Payload!.Value.Span);
        Assert.False(file.Write("one"u8));
    }

    [Fact]
    public void Reserve_shows_a_full_disk_before_the_first_byte_and_Trim_gives_it_back()
    {
        using var handle = File.OpenHandle(_disk["big"], FileMode.CreateNew, FileAccess.ReadWrite);
        var before = FileSpace.FreeAt(_disk.Path);

        Assert.True(LinuxErrors.IsFull(Assert.Throws<LinuxException>(() => FileSpace.Reserve(handle, "big", 1L << 30))));
        FileSpace.Trim(handle, 0);
        FileSpace.Reserve(handle, "big", 4 << 20);
        Assert.InRange(FileSpace.FreeAt(_disk.Path), 0, before - (4 << 20));
        Assert.Equal(0, RandomAccess.GetLength(handle));

        FileSpace.Trim(handle, 0);
        Assert.InRange(FileSpace.FreeAt(_disk.Path), before - (64 << 10), before);
    }
}
