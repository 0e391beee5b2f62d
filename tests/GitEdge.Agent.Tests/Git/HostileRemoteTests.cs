using System.Globalization;
using System.Text;
using GitEdge.Agent.Git;
using GitEdge.Agent.Git.Transports;

namespace GitEdge.Agent.Tests.Git;

/// <summary>What a remote, or who pushes to it, can make a device spend.</summary>
public sealed class HostileRemoteTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1000, 1 << 20)]
    [InlineData(1_000_000, 100_000)]
    public void List_that_is_too_long_is_refused_while_it_arrives(int references, int bytes)
    {
        using var bench = new GitBench(new GitLimits { References = references, ListBytes = bytes });
        var list = new StringBuilder("001e# service=git-upload-pack\n0000");
        for (var i = 0; i < 50_000; i++)
            list.Append(CultureInfo.InvariantCulture, $"004e{new string('1', 40)} refs/tags/rollout/prod/{100_000 + i:d7}xy\n");
        bench.Directory.Write("served/fleet/info/refs", list.ToString());
        using var server = NginxServer.Start(bench.Directory["server"],
            $"location / {{ root {bench.Served}; types {{ }} default_type application/x-git-upload-pack-advertisement; }}");

        var fault = bench.PollFailed(new GitRemoteOptions { Name = "origin", Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}/fleet") });

        Assert.Equal("too-many-references", fault.Code);
        Assert.Contains("is longer than", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_into_the_reserve()
    {
        using var bench = new GitBench(new GitLimits { DiskReserve = long.MaxValue / 2 });
        bench.Fleet.Release(GitBench.Channel, 1);

        var fault = bench.PollFailed();

        Assert.Equal((DiskFault.Full, GitFaultKind.Waiting), (fault.Code, fault.Kind));
        Assert.Equal(DiskFault.NoSpace("", bench.CopyPath).Cure, fault.Cure);
        Assert.Empty(Packs(bench));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Full_disk_is_named_and_nothing_is_left_on_it()
    {
        using var bench = new GitBench();
        using var disk = new SmallDisk();
        using var fetcher = new GitFetcher(disk["copy", "fleet.git"], new GitLimits(), TimeProvider.System);
        var noise = new byte[6 << 20];
        new Random(1).NextBytes(noise);
        bench.Fleet.Write("noise.bin", noise).Release(GitBench.Channel, 1);
        disk.Fill(leaving: 5 << 20);
        var before = disk.Free;

        var tooLarge = await PollAsync();
        disk.Fill();
        var full = await PollAsync();
        disk.Empty();

        Assert.Equal((DiskFault.Full, DiskFault.Full), (tooLarge.Code, full.Code));
        Assert.Empty(GitStoreLayout.Packs(disk["copy", "fleet.git"]));
        Assert.InRange(before, 4 << 20, 6 << 20);
        Assert.IsType<FetchOutcome.Fetched>(await fetcher.FetchAsync([bench.FileRemote], GitBench.Channel, CancellationToken.None));

        async Task<GitFault> PollAsync() => Assert.IsType<FetchOutcome.Failed>(
            await fetcher.FetchAsync([bench.FileRemote], GitBench.Channel, CancellationToken.None)).Fault;
    }

    [Fact]
    public void Packs_of_a_fetch_that_failed_are_removed_and_the_copy_goes_on()
    {
        using var bench = new GitBench(new GitLimits { TransferBytes = 50_000 });
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
        var packs = Packs(bench).Count;
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        bench.Fleet.Write("noise.bin", noise).Release(GitBench.Channel, 2);

        Assert.Equal("too-large", bench.PollFailed().Code);

        Assert.Equal(packs, Packs(bench).Count);
        var kept = Assert.Single(bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Assert.Empty(bench.Fetcher.Objects.ReadRevision(kept, null)!.Tree.Problems);
    }

    [Fact]
    public void Copy_that_has_grown_too_large_is_begun_afresh_and_not_kept()
    {
        using var bench = new GitBench(new GitLimits { StoreBytes = 100 });
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
        bench.Fleet.Release(GitBench.Channel, 2);

        var outcome = bench.Poll();

        Assert.Equal(2, Assert.IsType<FetchOutcome.Fetched>(outcome).Refs.Added.Count);
        Assert.Contains("thrown away", Assert.Single(outcome.Notices), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(bench.CopyPath)!));
        Assert.IsType<FetchOutcome.Unchanged>(bench.Poll());
    }

    [Fact]
    public void Missing_parent_is_no_damage()
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
        var objects = bench.Fetcher.Objects;
        var accepted = objects.ReadRevision(objects.ListReleaseTags(GitBench.Channel)[0], null)!.TargetCommit!.Value;
        var orphan = $"tree {bench.Fleet.Git("rev-parse", "HEAD^{tree}")}\nparent {new string('1', 40)}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n";
        var id = Tool.Run("git", ["--git-dir", bench.CopyPath, "hash-object", "-t", "commit", "-w", "--stdin"], input: Encoding.ASCII.GetBytes(orphan)).Trim();
        Assert.True(GitObjectId.TryParse(id, out var commit));

        Assert.Null(objects.IsDescendantOf(commit, accepted));

        var outcome = bench.Poll();
        Assert.IsType<FetchOutcome.Unchanged>(outcome);
        Assert.Empty(outcome.Notices);
    }

    [Fact]
    public void Only_signed_tags_are_kept_as_evidence_and_not_too_many_of_one()
    {
        using var bench = new GitBench();
        var junk = 0;
        using var fetcher = new GitFetcher(bench.CopyPath, new GitLimits(), TimeProvider.System)
        {
            IsEvidence = (_, _, bytes) => bytes.Span.IndexOf("BEGIN SSH SIGNATURE"u8) >= 0,
        };
        var first = bench.Fleet.Release(GitBench.Channel, 1);
        Junk(2);
        Poll();
        for (var move = 0; move < 10; move++)
        {
            bench.Fleet.Write("fleet.yaml", string.Create(CultureInfo.InvariantCulture, $"kind: Fleet # {move}\n")).WriteLock().Commit();
            bench.Fleet.Tag(GitBench.Channel, 1, force: true);
            Junk(2);
            Poll();
        }

        var past = fetcher.Objects.ListReleaseTags(GitBench.Channel).Where(tag => tag.Standing == ReleaseTagStanding.Superseded).ToList();

        Assert.All(past, tag => Assert.Equal(1, tag.Counter));
        Assert.Equal(8, past.Count);
        Assert.Contains(first, past.Select(tag => tag.ObjectId.Hex));

        void Junk(int counter) => bench.Fleet.Git("tag", "-f", "-a", "-m", $"junk {junk++}", $"rollout/prod/{counter}");
        void Poll() => Assert.IsType<FetchOutcome.Fetched>(fetcher.FetchAsync([bench.FileRemote], GitBench.Channel, CancellationToken.None).GetAwaiter().GetResult());
    }

    [Fact]
    public void Names_from_outside_cannot_act()
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.Fleet.Git("tag", "rollout/prod/\u202e\u009b2J" + new string('x', 200));

        var notice = Assert.Single(bench.Poll().Notices);

        Assert.Contains(@"rollout/prod/\u202e\u009b2Jxxx", notice, StringComparison.Ordinal);
        Assert.DoesNotContain(notice, char.IsControl);
    }

    [Fact]
    public void Wire_that_fails_in_a_way_nobody_thought_of_is_a_fault_of_its_remote()
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        using var store = new GitStore(bench.CopyPath, TimeProvider.System);
        store.Prepare();
        var endpoint = GitEndpoint.Parse(new GitRemoteOptions { Name = "odd", Url = "https://odd.example/x.git" }, out _)!;
        using var patience = new PollPatience(new GitLimits(), TimeProvider.System, CancellationToken.None);

        var outcome = new RemotePoll(store, new ReleaseNames("prod"), new GitLimits(), (_, _, _) => true)
            .Run(endpoint, (_, _, _) => new OddWire(), [], patience);

        var fault = Assert.IsType<FetchOutcome.Failed>(outcome).Fault;
        Assert.Equal(("unknown", "odd", GitFaultKind.Transient), (fault.Code, fault.Remote, fault.Kind));
        Assert.Contains(@"NotSupportedException: odd \u001b[2J", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Object_that_takes_too_much_memory_is_refused_and_the_next_fetch_works()
    {
        using var bench = new GitBench();
        var large = new byte[140 << 20];
        bench.Fleet.Write("zeros.bin", large).Release(GitBench.Channel, 1);
        large[^1] = 1;
        bench.Fleet.Write("zeros.bin", large).Release(GitBench.Channel, 2);
        bench.Fleet.Git("repack", "-adfq", "--depth=2", "--window=2");
        using var server = GitHttpServer.Start(bench.Directory["server"], bench.Served);
        var remote = new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git") };

        var fault = bench.PollFailed(remote);

        Assert.Equal("too-large", fault.Code);
        Assert.Contains("128 MiB of memory", fault.Text, StringComparison.Ordinal);
        Assert.Empty(Packs(bench));
        var small = new FleetRepositoryBuilder(bench.Directory["small"]);
        small.Write("fleet.yaml", "kind: Fleet\n").Release(GitBench.Channel, 1);
        bench.PollFetched(new GitRemoteOptions { Name = "small", Url = "file://" + small.Path });
    }

    private static IReadOnlyList<FileInfo> Packs(GitBench bench) => GitStoreLayout.Packs(bench.CopyPath);

    private sealed class OddWire : IGitWire
    {
        public bool IsStateless => true;

        public void Begin(WireService service)
        {
        }

        public int Read(Span<byte> buffer) => throw new NotSupportedException("odd \u001b[2J");

        public void Write(ReadOnlySpan<byte> bytes)
        {
        }

        public void Dispose()
        {
        }
    }
}
