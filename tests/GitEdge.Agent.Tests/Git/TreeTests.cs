using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class TreeTests : IDisposable
{
    private readonly GitBench _bench = new(new GitLimits { Files = 50, FileBytes = 10_000, TreeBytes = 25_000, TreeDepth = 4 });

    [Fact]
    public void Symlink_submodule_and_executable_are_each_named_and_the_rest_is_read()
    {
        File.CreateSymbolicLink(Path.Combine(_bench.Fleet.Path, "link"), "/etc/passwd");
        _bench.Fleet.Write("tools/run.sh", "#!/bin/sh\n");
        Tool.Run("chmod", ["755", Path.Combine(_bench.Fleet.Path, "tools/run.sh")]);
        _bench.Fleet.Git("add", "--all");
        _bench.Fleet.Git("update-index", "--add", "--cacheinfo", $"160000,{new string('1', 40)},vendored");
        _bench.Fleet.Git("commit", "-q", "-m", "Odd things");

        var tree = Read(_bench.Fleet.Git("rev-parse", "HEAD^{tree}"));

        Assert.Equal([("link", "symlink"), ("tools/run.sh", "executable"), ("vendored", "submodule")], tree.Problems.Select(p => (p.Path, p.Code)));
        Assert.Equal(["devices/one.yaml", "fleet.yaml"], tree.Files.Keys);
        Assert.All(tree.Problems, p => Assert.NotEmpty(p.Text));
    }

    [Theory]
    [InlineData("..", "..")]
    [InlineData(".", ".")]
    [InlineData(".git", ".git")]
    [InlineData(".GIT", ".GIT")]
    [InlineData("a\\b", "a\\x5cb")]
    [InlineData("a/b", "a/b")]
    [InlineData("a\nb", "a\\x0ab")]
    [InlineData("a\u202eb", "a\\xe2\\x80\\xaeb")]
    public void Odd_name_is_named(string name, string shown)
    {
        var tree = Read(Tree(("100644", Encoding.UTF8.GetBytes(name))));

        var problem = Assert.Single(tree.Problems);
        Assert.Equal((shown, "odd-name"), (problem.Path, problem.Code));
        Assert.Empty(tree.Files);
    }

    [Fact]
    public void Name_that_is_not_utf8_is_named()
    {
        Assert.Equal("\\xff\\xfe", Assert.Single(Read(Tree(("100644", [0xff, 0xfe]))).Problems).Path);
    }

    [Theory]
    [InlineData("100664", "odd-mode")]
    [InlineData("100600", "odd-mode")]
    [InlineData("100755", "executable")]
    [InlineData("120000", "symlink")]
    [InlineData("160000", "submodule")]
    public void Mode_that_is_not_a_plain_files_is_named(string mode, string code)
    {
        var tree = Read(Tree((mode, "file"u8.ToArray())));

        Assert.Equal(code, Assert.Single(tree.Problems).Code);
        Assert.Empty(tree.Files);
    }

    [Fact]
    public void Name_that_is_there_twice_is_named()
    {
        var tree = Read(Tree(("100644", "same"u8.ToArray()), ("100644", "same"u8.ToArray())));

        Assert.Equal("odd-name", Assert.Single(tree.Problems).Code);
    }

    [Fact]
    public void Too_large_a_file_is_named_and_the_rest_is_read()
    {
        _bench.Fleet.Write("big.bin", new byte[10_001]).Write("fits.bin", new byte[10_000]).Commit();

        var tree = Read();

        var problem = Assert.Single(tree.Problems);
        Assert.Equal(("big.bin", "file-too-large"), (problem.Path, problem.Code));
        Assert.Contains("fits.bin", tree.Files.Keys);
    }

    [Fact]
    public void Too_much_in_all_ends_the_reading()
    {
        for (var i = 0; i < 3; i++)
            _bench.Fleet.Write($"file{i}", Enumerable.Repeat((byte)i, 9_000).ToArray());
        _bench.Fleet.Commit();

        Assert.Equal("tree-too-large", Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void Too_many_files_end_the_reading()
    {
        for (var i = 0; i < 60; i++)
            _bench.Fleet.Write($"f/{i}", "x");
        _bench.Fleet.Commit();

        Assert.Equal("too-many-files", Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void Too_deep_a_folder_is_named()
    {
        _bench.Fleet.Write("1/2/3/4/fits", "x").Write("1/2/3/4/5/deep", "x").Commit();

        var tree = Read();

        Assert.Equal(("1/2/3/4/5/", "too-deep"), (Assert.Single(tree.Problems).Path, tree.Problems[0].Code));
        Assert.Contains("1/2/3/4/fits", tree.Files.Keys);
    }

    [Fact]
    public void Commit_that_is_not_here_is_named()
    {
        Assert.True(GitObjectId.TryParse(new string('1', 40), out var unknown));

        Assert.Equal("missing", Assert.Single(_bench.Fetcher.Objects.ReadTree(unknown).Problems).Code);
    }

    public void Dispose() => _bench.Dispose();

    private ReleaseTree Read(string? tree = null)
    {
        if (tree is null)
            _bench.Fleet.Commit();
        var commit = tree is null ? "HEAD" : _bench.Fleet.Git("commit-tree", "-m", "odd", tree);
        _bench.Fleet.Git("tag", "-s", "-m", "release", "rollout/prod/1", commit);
        Assert.IsType<FetchOutcome.Fetched>(_bench.Poll());
        var objects = _bench.Fetcher.Objects;
        return objects.ReadRevision(objects.ListReleaseTags(GitBench.Channel)[0], null)!.Tree;
    }

    private string Tree(params (string Mode, byte[] Name)[] entries)
    {
        var blob = _bench.Fleet.GitWithInput("content"u8.ToArray(), "hash-object", "-w", "--stdin");
        var bytes = entries.SelectMany(e => (byte[])[.. Encoding.ASCII.GetBytes(e.Mode), (byte)' ', .. e.Name, 0, .. Convert.FromHexString(blob)]);
        return _bench.Fleet.GitWithInput([.. bytes], "hash-object", "-w", "-t", "tree", "--literally", "--stdin");
    }
}
