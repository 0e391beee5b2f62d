using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

public sealed class KernelFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Value_is_replaced_as_a_whole()
    {
        var path = _directory.Write("value", "12345\n");

        KernelFile.Write(path, "7");

        Assert.Equal("7\n", KernelFile.Read(path));
    }

    [Fact]
    public void File_that_is_not_there_is_read_as_nothing_and_never_made()
    {
        Assert.Null(KernelFile.Read(_directory["none"]));
        Assert.False(KernelFile.IsWritable(_directory["none"]));
        Assert.Equal(LinuxError.NotFound, Assert.Throws<LinuxException>(() => KernelFile.Write(_directory["none"], "1")).Error);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Mode_says_what_the_kernel_takes()
    {
        Assert.True(KernelFile.IsWritable("/proc/sys/vm/swappiness"));
        Assert.False(KernelFile.IsWritable("/proc/sys/kernel/random/boot_id"));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, false)]
    public void Only_root_can_change_what_nobody_else_may_write(UnixFileMode mode, bool isRootOnly)
    {
        var path = _directory.Write("file", "");
        File.SetUnixFileMode(path, mode);

        Assert.Equal(isRootOnly && Environment.IsPrivilegedProcess, FileAccessMode.Of(path)!.Value.IsRootOnly);
        Assert.Equal((int)mode, FileAccessMode.Of(path)!.Value.Mode);
        Assert.Null(FileAccessMode.Of(_directory["none"]));
    }
}
