using System.Text;
using GitEdge.Agent.State;
using GitEdge.Linux;

namespace GitEdge.Agent.Tests.State;

public sealed class StateFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_written_last_is_read_and_nothing_is_written_twice()
    {
        var file = At(_directory["state"]);
        Assert.Equal((null, null, false), Of(file.Read()));
        file.Write("one");
        file.Write("two");
        var before = Times();
        file.Write("two");

        Assert.Equal(("two", null, false), Of(file.Read()));
        Assert.Equal(before, Times());
    }

    [Fact]
    public void Damaged_copy_is_told_and_both_are_in_order_after_the_next_write()
    {
        var file = At(_directory["state"]);
        file.Write("one");
        file.Write("two");
        File.WriteAllText(_directory["state.0"], "torn");
        File.WriteAllText(_directory["state.1"], "");

        var lost = file.Read();
        Assert.Equal((null, true), (lost.Value, lost.IsLost));
        Assert.Contains("state.0", lost.Damage!, StringComparison.Ordinal);
        Assert.Contains("state.1", lost.Damage!, StringComparison.Ordinal);
        file.Write("three");

        Assert.Equal(("three", null, false), Of(file.Read()));
        File.WriteAllText(_directory["state.0"], "torn");
        Assert.Equal("three", file.Read().Value);
    }

    [Fact]
    public void Copy_before_the_last_is_used_when_the_last_is_torn()
    {
        var file = At(_directory["state"]);
        file.Write("one");
        file.Write("two");
        File.WriteAllBytes(_directory["state.1"], File.ReadAllBytes(_directory["state.1"])[..^1]);

        var read = file.Read();

        Assert.Equal(("one", false), (read.Value, read.IsLost));
        Assert.Contains("state.1", read.Damage!, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_this_version_cannot_read_is_lost_and_not_taken_for_new()
    {
        At(_directory["state"]).Write("one");
        var picky = new StateFile<string>(_directory["state"], Encoding.UTF8.GetBytes, _ => null);

        var read = picky.Read();

        Assert.Equal((null, true), (read.Value, read.IsLost));
        Assert.Contains("cannot read", read.Damage!, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_copies_gone_beside_the_reserve_are_lost()
    {
        var file = At(_directory["state"]);
        file.Write("one");
        File.Delete(_directory["state.0"]);

        Assert.True(file.Read().IsLost);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Reserve_is_given_up_on_a_full_disk_and_comes_back_with_room()
    {
        using var disk = new SmallDisk(4);
        var file = At(disk["state"]);
        file.Write(new string('a', 20_000));
        Assert.True(File.Exists(disk["state.reserve"]));
        disk.Fill();

        file.Write(new string('b', 20_000));

        Assert.Equal(new string('b', 20_000), file.Read().Value);
        Assert.False(File.Exists(disk["state.reserve"]));
        disk.Empty();
        file.Write("c");
        Assert.True(File.Exists(disk["state.reserve"]));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Disk_too_full_even_for_the_reserve_keeps_the_old_value_and_says_so()
    {
        using var disk = new SmallDisk(4);
        var file = At(disk["state"]);
        file.Write("old");
        disk.Fill();

        var refused = Assert.ThrowsAny<IOException>(() => file.Write(new string('b', 500_000)));

        Assert.True(LinuxErrors.IsFull(refused));
        Assert.Equal(("old", null, false), Of(file.Read()));
    }

    private static (string?, string?, bool) Of(StateRead<string> read) => (read.Value, read.Damage, read.IsLost);

    private string Times() => Tool.Run("find", [_directory.Path, "-printf", "%p %i %T@\\n"]);

    private static StateFile<string> At(string path) => new(path, Encoding.UTF8.GetBytes, bytes => Encoding.UTF8.GetString(bytes.Span));
}
