using System.Globalization;
using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>Co-signatures and the branch of trust documents: fetched where they are followed, each file read when it is asked for.</summary>
public sealed class TrustReferencesTests : IDisposable
{
    private readonly GitBench _bench = new(followsTrust: true);

    public TrustReferencesTests() => _bench.Fleet.Release(GitBench.Channel, 1);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Device_with_a_list_of_signers_asks_for_neither()
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        Meta(bench, ("hold.json", "100644", "{}"));
        bench.Fleet.Git("tag", "cosign/prod/1/ada");
        bench.PollFetched();

        Assert.Null(bench.Fetcher.Objects.FindMeta());
        Assert.Empty(bench.Cosignatures());
        Assert.DoesNotContain("gitedge-meta", Tool.Run("git", ["--git-dir", bench.CopyPath, "for-each-ref"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_come_and_go_and_nothing_new_writes_nothing()
    {
        Meta(_bench, ("hold.json", "100644", "one"));
        _bench.Fleet.Git("tag", "-a", "-m", "co", "cosign/prod/1/ada");
        _bench.PollFetched();
        Assert.Equal("one", Read("hold.json"));
        Assert.Equal("refs/tags/cosign/prod/1/ada", Assert.Single(_bench.Cosignatures()).RefName);
        var before = _bench.Snapshot();
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
        Assert.Equal(before, _bench.Snapshot());

        Meta(_bench, ("hold.json", "100644", "two"));
        _bench.Fleet.Git("tag", "-d", "cosign/prod/1/ada");
        Assert.Empty(_bench.PollFetched().Added);

        Assert.Equal("two", Read("hold.json"));
        Assert.Empty(_bench.Cosignatures());
        _bench.Fleet.Git("branch", "-D", "gitedge-meta");
        _bench.PollFetched();
        Assert.Null(_bench.Fetcher.Objects.FindMeta());
    }

    [Theory]
    [InlineData("cosign/prod/x/ada")]
    [InlineData("cosign/prod/01/ada")]
    [InlineData("cosign/prod/1/-ada")]
    [InlineData("cosign/prod/1/a/b")]
    [InlineData("cosign/prod/1")]
    public void Odd_name_is_ignored_and_told(string name)
    {
        _bench.PollFetched();
        _bench.Fleet.GitWithInput(null, "update-ref", $"refs/tags/{name}", "HEAD");

        var outcome = Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());

        Assert.Contains(outcome.Notices, notice => notice.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_other_channels_and_branches_are_not_fetched()
    {
        _bench.Fleet.Git("tag", "cosign/test/1/ada");
        _bench.Fleet.Git("branch", "gitedge-meta-2");
        _bench.PollFetched();

        var refs = Tool.Run("git", ["--git-dir", _bench.CopyPath, "for-each-ref", "--format=%(refname)"]);

        Assert.Equal("refs/tags/rollout/prod/1\n", refs);
    }

    [Fact]
    public void Signatures_are_those_of_the_folder_beside_the_file()
    {
        Meta(_bench, ("trust/1.json", "100644", "doc"), ("trust/1.signatures/b.sig", "100644", "B"), ("trust/1.signatures/a.sig", "100644", "A"),
            ("trust/1.signatures/readme", "100644", "no"), ("trust/1.signatures/c.sig", "120000", "no"), ("trust/1.signatures/d.sig", "100755", "no"));
        _bench.PollFetched();
        var branch = Branch();

        var file = branch.Find("trust/1.json")!;

        Assert.Equal(("doc", "A|B"), (Text(file.Content), string.Join('|', file.Signatures.Select(Text))));
        Assert.Equal(2, branch.Problems.Count);
        Assert.Null(branch.Find("trust/2.json"));
        Assert.Null(branch.Find("trust"));
        Assert.Null(branch.Find("hold.json"));
    }

    [Fact]
    public void Thousand_versions_cost_no_more_than_those_that_are_asked_for()
    {
        var files = Enumerable.Range(1, 1000).SelectMany(version => new[]
        {
            (string.Create(CultureInfo.InvariantCulture, $"trust/{version}.json"), "100644", new string('x', 1000)),
            (string.Create(CultureInfo.InvariantCulture, $"trust/{version}.signatures/a.sig"), "100644", "A"),
        });
        Meta(_bench, [.. files]);
        _bench.PollFetched();
        var branch = Branch();

        Assert.NotNull(branch.Find("trust/1000.json"));
        Assert.Null(branch.Find("trust/1001.json"));

        Assert.Equal(1001, branch.Read);
        Assert.Empty(branch.Problems);
    }

    [Fact]
    public void Too_many_files_and_too_many_bytes_are_refused_by_name()
    {
        Meta(_bench, ("trust/1.json", "100644", "doc"), ("trust/2.json", "100644", "doc"), ("hold.json", "100644", "hold"));
        _bench.PollFetched();
        var crowded = new MetaBranch(_bench.Fetcher.Objects, new MetaLimits { Files = 3 });
        var large = new MetaBranch(_bench.Fetcher.Objects, new MetaLimits { Bytes = 5 });

        Assert.Null(crowded.Find("trust/1.json"));
        Assert.Contains("more than 3 files", Assert.Single(crowded.Problems), StringComparison.Ordinal);
        Assert.NotNull(large.Find("hold.json"));
        Assert.Null(large.Find("trust/1.json"));
        Assert.Contains("more than 5 bytes", Assert.Single(large.Problems), StringComparison.Ordinal);
    }

    private MetaBranch Branch() => new(_bench.Fetcher.Objects, new MetaLimits());

    private string? Read(string path) => Branch().Find(path) is { } file ? Text(file.Content) : null;

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static void Meta(GitBench bench, params (string Path, string Mode, string Content)[] files)
    {
        var stream = new StringBuilder("commit refs/heads/gitedge-meta\ncommitter A <a@example.org> 1767225600 +0000\ndata 4\nmeta\ndeleteall\n");
        foreach (var (path, mode, content) in files)
            stream.Append(CultureInfo.InvariantCulture, $"M {mode} inline {path}\ndata {Encoding.UTF8.GetByteCount(content)}\n{content}\n");
        bench.Fleet.GitWithInput(Encoding.UTF8.GetBytes(stream.ToString()), "fast-import", "--quiet", "--force");
    }
}
