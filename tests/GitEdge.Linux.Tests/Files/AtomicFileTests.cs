using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_replaces_the_content_and_leaves_nothing_else()
    {
        var path = _directory["state"];

        AtomicFile.Write(path, "old"u8);
        AtomicFile.Write(path, "new"u8);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_sets_the_mode_whatever_the_umask()
    {
        var path = _directory["secret"];

        AtomicFile.Write(path, "x"u8, UnixFileMode.UserRead);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Write_gives_the_file_to_the_group()
    {
        var path = _directory["shared"];

        AtomicFile.Write(path, "x"u8, AtomicFile.GroupMode, SystemGroup.Find("daemon"));

        Assert.Equal("640 daemon", Tool.Run("stat", ["-c", "%a %G", path]).Trim());
        Assert.Null(SystemGroup.Find("no-such-group"));
    }

    [Fact]
    public void Write_over_a_leftover_of_a_crash_succeeds()
    {
        var path = _directory["state"];
        File.WriteAllText(AtomicFile.TemporaryFor(path), new string('x', 100_000));

        AtomicFile.Write(path, "new"u8);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.False(File.Exists(AtomicFile.TemporaryFor(path)));
    }

    [Fact]
    public void Write_does_not_follow_a_link_planted_at_the_temporary_name()
    {
        var path = _directory["state"];
        var victim = _directory.Write("victim", "untouched");
        File.CreateSymbolicLink(AtomicFile.TemporaryFor(path), victim);

        AtomicFile.Write(path, "new"u8);

        Assert.Equal("untouched", File.ReadAllText(victim));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_through_a_reader_that_has_the_old_file_open_leaves_the_reader_its_content()
    {
        var path = _directory.Write("state", "old");
        using var reader = new StreamReader(path);

        AtomicFile.Write(path, "new"u8);

        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void Write_into_a_missing_directory_names_the_error()
    {
        var e = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(_directory["none", "state"], "x"u8));

        Assert.Equal(LinuxError.NotFound, LinuxErrors.Of(e));
    }

    [Fact]
    public void Write_over_a_directory_fails_and_leaves_no_temporary()
    {
        Directory.CreateDirectory(_directory["state"]);

        var e = Assert.Throws<LinuxException>(() => AtomicFile.Write(_directory["state"], "x"u8));

        Assert.Equal("rename", e.Operation);
        Assert.Contains(_directory["state"], e.Message, StringComparison.Ordinal);
        Assert.Equal([_directory["state"]], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void ReplaceSymlink_switches_a_link_that_points_to_a_directory()
    {
        var (a, link) = (Directory.CreateDirectory(_directory["a"]).FullName, _directory["active"]);
        Directory.CreateDirectory(_directory["b"]);
        File.WriteAllText(Path.Combine(a, "inside"), "");

        AtomicFile.ReplaceSymlink(link, "a");
        AtomicFile.ReplaceSymlink(link, "b");

        Assert.Equal("b", new FileInfo(link).LinkTarget);
        Assert.True(File.Exists(Path.Combine(a, "inside")));
    }

    [Fact]
    public void ReplaceSymlink_over_a_leftover_of_a_crash_succeeds()
    {
        var link = _directory["active"];
        File.CreateSymbolicLink(AtomicFile.TemporaryFor(link), "somewhere");

        AtomicFile.ReplaceSymlink(link, "a");

        Assert.Equal("a", new FileInfo(link).LinkTarget);
        Assert.Equal([link], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void ReplaceSymlink_replaces_a_file_and_a_dangling_link()
    {
        var link = _directory.Write("active", "garbage");

        AtomicFile.ReplaceSymlink(link, "nowhere");
        AtomicFile.ReplaceSymlink(link, "a");

        Assert.Equal("a", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Remove_of_what_is_not_there_is_no_error()
    {
        AtomicFile.Remove(_directory["none"]);

        Assert.Throws<LinuxException>(() => AtomicFile.Remove(_directory.Path));
    }

    [Fact]
    public void DirectorySync_creates_every_missing_directory_once()
    {
        DirectorySync.Create(_directory["a", "b", "c"]);
        DirectorySync.Create(_directory["a", "b", "c"]);

        Assert.True(Directory.Exists(_directory["a", "b", "c"]));
    }

    [Fact]
    public void DirectorySync_of_a_file_or_nothing_is_refused_by_name()
    {
        var file = _directory.Write("file", "");

        Assert.Equal(LinuxError.NotDirectory, Assert.Throws<LinuxException>(() => DirectorySync.Sync(file)).Error);
        Assert.Equal(LinuxError.NotFound, Assert.Throws<LinuxException>(() => DirectorySync.Sync(file + "x")).Error);
    }

    [Fact]
    public void TryHard_shares_the_file_and_says_when_it_cannot()
    {
        var file = _directory.Write("file", "same");

        Assert.True(FileLink.TryHard(file, _directory["second"]));
        Assert.Equal("same", File.ReadAllText(_directory["second"]));
        Assert.False(FileLink.TryHard(file, $"/dev/shm/gitedge-{Guid.NewGuid():N}"));
        Assert.Equal(LinuxError.Exists, Assert.Throws<LinuxException>(() => FileLink.TryHard(file, _directory["second"])).Error);
        Assert.Equal(LinuxError.NotFound, Assert.Throws<LinuxException>(() => FileLink.TryHard(file + "x", _directory["third"])).Error);
    }

    [Fact]
    public void Error_is_named_for_exceptions_of_the_base_library_too()
    {
        Assert.Equal(LinuxError.NotFound, LinuxErrors.Of(new DirectoryNotFoundException()));
        Assert.Equal(LinuxError.NoSpace, LinuxErrors.Of(new IOException("full", 28)));
        Assert.Equal(LinuxError.AccessDenied, LinuxErrors.Of(new UnauthorizedAccessException()));
        Assert.Equal(LinuxError.Unknown, LinuxErrors.Of(new InvalidOperationException("unrelated")));
    }
}
