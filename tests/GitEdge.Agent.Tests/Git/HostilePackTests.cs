using System.Globalization;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>Packs that no honest server sends: each is a named fault of its remote, nothing of it stays, and the poll goes on.</summary>
public sealed class HostilePackTests
{
    private static readonly byte[] s_zeros = new byte[0x10000];

    public static TheoryData<string, string> Lies => new()
    {
        { "wrong trailer", "protocol" },
        { "cut in the middle", "protocol" },
        { "fewer objects than announced", "protocol" },
        { "more objects than announced", "protocol" },
        { "four billion objects announced", "protocol" },
        { "no pack at all", "protocol" },
        { "another version", "protocol" },
        { "object of a terabyte announced", "incomplete" },
        { "object of more than 64 bits announced", "protocol" },
        { "object that unpacks to more than it says", "incomplete" },
        { "object that unpacks to less than it says", "incomplete" },
        { "object that is not packed", "protocol" },
        { "delta of itself", "protocol" },
        { "delta of what comes before the pack", "protocol" },
        { "delta whose base has another size", "protocol" },
        { "delta that copies from beyond its base", "protocol" },
        { "delta of a terabyte", "protocol" },
        { "something else than was listed", "incomplete" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Lie_in_a_pack_is_named_and_the_next_remote_serves(string lie, string code)
    {
        using var bench = new GitBench();
        using var server = HostileGitServer.Offering(PackBuilder.IdOf(GitObjectType.Blob, "x"u8.ToArray()), Pack(lie));
        bench.Fleet.Release(GitBench.Channel, 1);

        Assert.Equal(("hostile", code), (bench.PollFailed(server.Remote).Remote, bench.PollFailed(server.Remote).Code));
        Assert.Empty(GitStoreLayout.Packs(bench.CopyPath));

        var outcome = bench.Poll(server.Remote, bench.FileRemote);
        Assert.Equal(code, Assert.Single(outcome.Faults).Code);
        Assert.Equal("file", Assert.IsType<FetchOutcome.Fetched>(outcome).Remote);
        var kept = Assert.Single(bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Assert.Empty(bench.Fetcher.Objects.ReadRevision(kept, null)!.Tree.Problems);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1L << 40)]
    public void Tag_that_lies_about_its_size_is_named_and_what_was_fetched_before_stays(long claimed)
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
        byte[] content = [1, 2, 3];
        using var server = HostileGitServer.Offering(
            PackBuilder.IdOf(GitObjectType.Tag, content, claimed), new PackBuilder().Add(GitObjectType.Tag, content, claimed).Build());

        var hostile = bench.Poll(server.Remote);
        var good = bench.Poll();

        // One that says it is too large to be read is taken for what it says, and never read.
        Assert.Equal(claimed > 10 ? null : "incomplete", (hostile as FetchOutcome.Failed)?.Fault.Code);
        Assert.IsNotType<FetchOutcome.Failed>(good);
        Assert.Empty(hostile.Notices.Concat(good.Notices));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(bench.CopyPath)!));
        var kept = Assert.Single(bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Assert.Empty(bench.Fetcher.Objects.ReadRevision(kept, null)!.Tree.Problems);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Damage_of_the_device_s_own_is_told_from_what_a_remote_sends()
    {
        using var bench = new GitBench();
        bench.Fleet.Release(GitBench.Channel, 1);
        // Not a folder of this device: from there everything is copied again.
        using var server = GitHttpServer.Start(bench.Directory["server"], bench.Served);
        var remote = new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git") };
        bench.PollFetched(remote);
        // A folder that the next release has unchanged, so that it is not sent again.
        var folder = bench.Fleet.Git("rev-parse", "HEAD:devices").Trim();
        var pack = Assert.Single(GitStoreLayout.Packs(bench.CopyPath), file => file.Extension == ".pack").FullName;
        var row = Tool.Run("git", ["verify-pack", "-v", Path.ChangeExtension(pack, ".idx")]).Split('\n').Single(line => line.StartsWith(folder, StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes.AsSpan(int.Parse(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture) + 3, 8).Fill(0xFF);
        File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(pack, bytes);
        bench.Fleet.Write("fleet.yaml", "kind: Fleet # next\n").Release(GitBench.Channel, 2);

        // As after a restart: what one has read before is remembered.
        using var fetcher = new GitFetcher(bench.CopyPath, new GitLimits(), TimeProvider.System);
        var failed = await fetcher.FetchAsync([remote], GitBench.Channel, CancellationToken.None);
        var outcome = await fetcher.FetchAsync([remote], GitBench.Channel, CancellationToken.None);

        Assert.Equal("incomplete", Assert.IsType<FetchOutcome.Failed>(failed).Fault.Code);
        Assert.Equal(2, Assert.IsType<FetchOutcome.Fetched>(outcome).Refs.Added.Count);
        Assert.Contains("was damaged", Assert.Single(outcome.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pack")]
    [InlineData("progress")]
    public void Stream_without_end_is_cut_off(string kind)
    {
        using var bench = new GitBench(new GitLimits { TransferBytes = 2 << 20 });
        bench.Fleet.Release(GitBench.Channel, 1);
        var reference = $"{new string('1', 40)} refs/tags/rollout/prod/1\0ofs-delta side-band-64k";
        using var server = new HostileGitServer(
            (stream, _) => HostileGitServer.ListAsync(stream, kind == "pack" ? HostileGitServer.Lines([reference.Split('\0')[0]]) : HostileGitServer.Lines([reference])),
            (stream, stop) => SendForeverAsync(stream, kind == "pack", stop));

        var outcome = bench.Poll(server.Remote, bench.FileRemote);

        Assert.Equal("too-large", Assert.Single(outcome.Faults).Code);
        Assert.Equal("file", Assert.IsType<FetchOutcome.Fetched>(outcome).Remote);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(2, 0, "timed-out")]
    [InlineData(1000, 1_000_000, "too-slow")]
    public async Task Pack_that_trickles_is_given_up_in_time_and_the_next_poll_works(int seconds, long rate, string code)
    {
        using var bench = new GitBench(new GitLimits
        {
            Timeout = TimeSpan.FromSeconds(seconds), MinimumRate = rate, RateWindow = TimeSpan.FromMilliseconds(500),
        });
        bench.Fleet.Release(GitBench.Channel, 1);
        // It never ends by itself: whoever comes back has given up.
        using var server = new HostileGitServer(
            (stream, _) => HostileGitServer.ListAsync(stream, HostileGitServer.Lines([$"{new string('1', 40)} refs/tags/rollout/prod/1"])),
            async (stream, stop) =>
            {
                await HostileGitServer.PackAsync(stream, "0008NAK\n"u8.ToArray());
                foreach (var one in Endless().SelectMany(piece => piece))
                {
                    await stream.WriteAsync(new[] { one }, stop);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
                }
            });

        Assert.Equal(code, bench.PollFailed(server.Remote).Code);

        using var patient = new GitFetcher(bench.CopyPath, new GitLimits(), TimeProvider.System);
        Assert.IsType<FetchOutcome.Fetched>(await patient.FetchAsync([bench.FileRemote], GitBench.Channel, CancellationToken.None));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("object of half a gigabyte in half a megabyte", "incomplete")]
    [InlineData("ten deltas of hundred megabytes each", "incomplete")]
    [InlineData("delta upon delta, each as large as is allowed", "incomplete")]
    [InlineData("thousands of deltas one upon the other", "incomplete")]
    [InlineData("thousands of deltas that all make the same", "too-large")]
    public void Bomb_takes_bounded_memory(string bomb, string code)
    {
        using var bench = new GitBench();
        using var server = HostileGitServer.Offering(PackBuilder.IdOf(GitObjectType.Blob, "x"u8.ToArray()), Bomb(bomb));

        var result = Tool.Try(PolledRemote.Command[0], [.. PolledRemote.Command.Skip(1), "git-poll", bench.CopyPath, server.Remote.Url, "-", "-", "-", "1"]);

        Assert.Equal(0, result.ExitCode);
        var words = result.Output.Split(' ');
        Assert.Equal("Failed", words[0]);
        Assert.Contains(" MB " + code, result.Output, StringComparison.Ordinal);
        Assert.InRange(int.Parse(words[3], CultureInfo.InvariantCulture), 1, 700);
        bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
    }

    private static byte[] Pack(string lie)
    {
        var pack = new PackBuilder().Add(GitObjectType.Blob, s_zeros);
        var at = pack.Last;
        var delta = PackBuilder.Delta(s_zeros.Length, 2);
        return lie switch
        {
            "wrong trailer" => Change(pack.Build(), bytes => bytes[^1] ^= 1),
            "cut in the middle" => pack.Build()[..40],
            "fewer objects than announced" => pack.Build(count: 3),
            "more objects than announced" => pack.Add(GitObjectType.Blob, [1]).Build(count: 1),
            "four billion objects announced" => pack.Build(count: uint.MaxValue),
            "no pack at all" => "<html>no pack</html>"u8.ToArray(),
            "another version" => Change(pack.Build(), bytes => bytes[7] = 9),
            "object of a terabyte announced" => pack.Add(GitObjectType.Blob, [1], claimed: 1L << 40).Build(),
            "object of more than 64 bits announced" => Change(pack.Add(GitObjectType.Blob, [1], claimed: long.MaxValue).Build(), bytes => bytes[(int)pack.Last + 9] = 0xFF),
            "object that unpacks to more than it says" => pack.Add(GitObjectType.Blob, new byte[64 << 20], claimed: 10).Build(),
            "object that unpacks to less than it says" => pack.Add(GitObjectType.Blob, [1, 2, 3], claimed: 10).Build(),
            "object that is not packed" => pack.Add(GitObjectType.Blob, s_zeros, packed: s_zeros).Build(),
            "delta of itself" => pack.AddDelta(delta, of: 12 + pack.Build().Length - 32).Build(),
            "delta of what comes before the pack" => pack.AddDelta(delta, of: -1000).Build(),
            "delta whose base has another size" => pack.AddDelta(PackBuilder.Delta(s_zeros.Length + 1, 2), at).Build(),
            "delta that copies from beyond its base" => Small().Build(),
            "delta of a terabyte" => pack.AddDelta(PackBuilder.Delta(s_zeros.Length, 2, claimed: 1L << 40), at).Build(),
            _ => pack.AddDelta(delta, at).Build(),
        };

        static PackBuilder Small()
        {
            var small = new PackBuilder().Add(GitObjectType.Blob, [1, 2, 3]);
            return small.AddDelta(PackBuilder.Delta(3, 2), small.Last);
        }
    }

    private static byte[] Bomb(string bomb)
    {
        const int Hundred = 1600;
        const int Allowed = 2000;
        var pack = new PackBuilder();
        if (bomb.StartsWith("object", StringComparison.Ordinal))
            return pack.Add(GitObjectType.Blob, new byte[512 << 20]).Build();
        var grows = bomb.EndsWith("other", StringComparison.Ordinal);
        pack.Add(GitObjectType.Blob, grows ? [1] : s_zeros);
        var at = pack.Last;
        if (bomb.StartsWith("ten", StringComparison.Ordinal))
        {
            for (var i = 0; i < 10; i++)
                pack.AddDelta(PackBuilder.Delta(s_zeros.Length, Hundred + i), at);
        }
        else if (bomb.StartsWith("delta", StringComparison.Ordinal))
        {
            pack.AddDelta(PackBuilder.Delta(s_zeros.Length, Allowed), at);
            for (var i = 1; i < 6; i++)
                pack.AddDelta(PackBuilder.Delta((Allowed - i + 1) * 0x10000L, Allowed - i), pack.Last);
        }
        else
        {
            // Each copies all and adds one byte at the end; or adds nothing.
            for (var i = 0; i < 20_000; i++)
                pack.AddDelta(grows ? PackBuilder.Growing(i + 1) : PackBuilder.Delta(s_zeros.Length, 1), pack.Last);
        }
        return pack.Build();
    }

    private static async Task SendForeverAsync(Stream stream, bool isPack, CancellationToken stop)
    {
        await HostileGitServer.PackAsync(stream, "0008NAK\n"u8.ToArray());
        if (isPack)
        {
            foreach (var piece in Endless())
                await stream.WriteAsync(piece, stop);
        }
        var line = HostileGitServer.Line("\u0002" + new string('.', 1000) + "\r");
        while (true)
            await stream.WriteAsync(line, stop);
    }

    // Objects that are what they say, one after the other.
    private static IEnumerable<byte[]> Endless()
    {
        var random = new Random(5);
        yield return new PackBuilder().Build(count: 900_000)[..12];
        while (true)
        {
            var noise = new byte[10_000];
            random.NextBytes(noise);
            yield return new PackBuilder().Add(GitObjectType.Blob, noise).Build()[12..^20];
        }
    }

    private static byte[] Change(byte[] bytes, Action<byte[]> change)
    {
        change(bytes);
        return bytes;
    }
}
