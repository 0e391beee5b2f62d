namespace GitEdge.Agent.Tests.State;

public sealed class RootLockTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Second_one_is_refused_until_the_first_lets_go()
    {
        var first = RootLock.TryTake(_directory["root"], out var none);
        Assert.Null(none);
        Assert.Null(RootLock.TryTake(_directory["root"], out var fault));
        Assert.Equal("already-running", fault!.Reason);
        Assert.Contains(_directory["root", "lock"], fault.Message, StringComparison.Ordinal);

        first!.Dispose();

        using var second = RootLock.TryTake(_directory["root"], out _);
        Assert.NotNull(second);
    }

    [Fact]
    public void Root_that_cannot_be_a_folder_is_told()
    {
        var file = _directory.Write("file", "");

        Assert.Null(RootLock.TryTake(Path.Combine(file, "root"), out var fault));
        Assert.Contains(file, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Read_only_root_can_be_watched()
    {
        using var disk = new SmallDisk(4);
        disk.MakeReadOnly();

        using var taken = RootLock.TryTake(disk.Path, out var fault);

        Assert.NotNull(taken);
        Assert.Null(fault);
    }
}
