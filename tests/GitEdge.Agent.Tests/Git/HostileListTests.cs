using System.Globalization;
using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>Lists of references that no honest server sends: each is a named fault of its remote, and the poll goes on.</summary>
public sealed class HostileListTests
{
    private static readonly string s_id = new('1', 40);

    public static TheoryData<string, string> Lies => new()
    {
        { "endless headers", "protocol" },
        { "length too large", "unreachable" },
        { "length too small", "protocol" },
        { "chunk without end", "unreachable" },
        { "chunk size of more than 64 bits", "unreachable" },
        { "line of length 1", "protocol" },
        { "line of length 3", "protocol" },
        { "line longer than allowed", "protocol" },
        { "line longer than what comes", "protocol" },
        { "length that is no number", "protocol" },
        { "id that is none", "protocol" },
        { "no flush at the end", "protocol" },
        { "nothing", "protocol" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Lie_about_lengths_is_named_and_the_next_remote_serves(string lie, string code)
    {
        using var bench = new GitBench();
        using var server = new HostileGitServer((stream, stop) => TellAsync(stream, lie, stop));
        bench.Fleet.Release(GitBench.Channel, 1);

        var outcome = bench.Poll(server.Remote, bench.FileRemote);

        Assert.Equal(("hostile", code), (Assert.Single(outcome.Faults).Remote, outcome.Faults[0].Code));
        Assert.Equal("file", Assert.IsType<FetchOutcome.Fetched>(outcome).Remote);
        Assert.Equal(code, bench.PollFailed(server.Remote).Code);
        Assert.IsType<FetchOutcome.Unchanged>(bench.Poll());
    }

    [Fact]
    public void Million_references_are_cut_off_while_they_come()
    {
        using var bench = new GitBench();
        var whole = false;
        using var server = new HostileGitServer(async (stream, stop) =>
        {
            await HostileGitServer.ListAsync(stream, Encoding.ASCII.GetBytes(HostileGitServer.Greeting));
            for (var i = 0; i < 1000; i++)
                await stream.WriteAsync(Thousand(i), stop);
            whole = true;
        });
        bench.Fleet.Release(GitBench.Channel, 1);

        var outcome = bench.Poll(server.Remote, bench.FileRemote);

        Assert.Equal("too-many-references", Assert.Single(outcome.Faults).Code);
        Assert.IsType<FetchOutcome.Fetched>(outcome);
        Assert.False(whole);
    }

    [Fact]
    public void Names_that_could_act_are_neither_stored_nor_shown_as_they_are()
    {
        using var bench = new GitBench();
        var tag = bench.Fleet.Release(GitBench.Channel, 1);
        var pack = Convert.FromBase64String(Tool.Run("sh", ["-c",
            $"echo {tag} | git -C '{bench.Fleet.Path}' pack-objects --revs --stdout -q | base64 -w0"]));
        string[] odd =
        [
            "../../../heads/main", "../../../../hooks/post-checkout", "1/../2", "1.lock", "1/x.lock", "1\u0001", "\u001b[2J", "1\u007f", "1\u009b2J", " 1", "+1", "-1", "01",
            "1 2", "1~", "1^", "1:2", "1?", "1*", "1[", "1\\2", "1@{0}", "@", "1.", ".1", "/1", "1/", "1//2", "9223372036854775808", "\u00d9\u00a3", new string('9', 65_000),
        ];
        var names = odd.Select(name => $"{tag} refs/tags/rollout/prod/{name}")
            .Concat([$"{tag} ../../outside", $"{tag} /etc/passwd", $"{tag} refs/heads/../../config", $"{tag} HEAD.lock"])
            .Append($"{tag} refs/tags/rollout/prod/1");
        using var server = new HostileGitServer(
            (stream, _) => HostileGitServer.ListAsync(stream, HostileGitServer.Lines(names)),
            (stream, _) => HostileGitServer.PackAsync(stream, (byte[])[.. "0008NAK\n"u8, .. pack]));

        var outcome = bench.Poll(server.Remote);

        Assert.Equal(1, Assert.Single(Assert.IsType<FetchOutcome.Fetched>(outcome).Refs.Added).Counter);
        Assert.Equal("refs/tags/rollout/prod/1", Tool.Run("git", ["-C", bench.CopyPath, "for-each-ref", "--format=%(refname)"]).Trim());
        Assert.False(Path.Exists(Path.Combine(bench.CopyPath, "hooks")));
        Assert.False(File.Exists(Path.Combine(bench.CopyPath, "HEAD.lock")));
        Assert.Equal(10, outcome.Notices.Count);
        Assert.All(outcome.Notices, notice =>
        {
            Assert.DoesNotContain(notice, char.IsControl);
            Assert.InRange(notice.Length, 1, 400);
        });
        Assert.IsType<FetchOutcome.Unchanged>(bench.Poll(server.Remote));
    }

    [Fact]
    public void Reference_that_is_listed_twice_is_one()
    {
        using var bench = new GitBench();
        var tag = bench.Fleet.Release(GitBench.Channel, 1);
        bench.PollFetched();
        using var server = new HostileGitServer((stream, _) => HostileGitServer.ListAsync(stream, HostileGitServer.Lines(
            [$"{s_id} refs/tags/rollout/prod/1", $"{tag} refs/tags/rollout/prod/1", $"{s_id} refs/tags/rollout/prod/1^{{}}"])));

        Assert.IsType<FetchOutcome.Unchanged>(bench.Poll(server.Remote));
    }

    private static async Task TellAsync(Stream stream, string lie, CancellationToken stop)
    {
        var list = HostileGitServer.Lines([$"{s_id} refs/tags/rollout/prod/1"]);
        switch (lie)
        {
            case "endless headers":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
                while (true)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-More: {new string('x', 1000)}\r\n"), stop);
            case "length too large":
                await HostileGitServer.ListAsync(stream, list.AsMemory(0, 60), "\nContent-Length: 1000000000000");
                break;
            case "length too small":
                await HostileGitServer.ListAsync(stream, list, "\nContent-Length: 60");
                break;
            case "chunk without end":
                await HostileGitServer.ListAsync(stream, (byte[])[.. "7fffffff\r\n"u8, .. list], "\nTransfer-Encoding: chunked");
                break;
            case "chunk size of more than 64 bits":
                await HostileGitServer.ListAsync(stream, (byte[])[.. "fffffffffffffffff\r\n"u8, .. list], "\nTransfer-Encoding: chunked");
                break;
            default:
                await HostileGitServer.ListAsync(stream, Encoding.Latin1.GetBytes(HostileGitServer.Greeting + Lines(lie)));
                break;
        }
    }

    private static string Lines(string lie) => lie switch
    {
        "line of length 1" => "0001",
        "line of length 3" => "0003",
        "line longer than allowed" => "ffff" + s_id + " refs/x" + new string('x', 70_000),
        "line longer than what comes" => "fff0" + s_id + " refs/x",
        "length that is no number" => "+0x4" + s_id,
        "id that is none" => $"003f{new string('z', 40)} refs/tags/rollout/prod/1\n0000",
        "no flush at the end" => Encoding.Latin1.GetString(HostileGitServer.Line($"{s_id} refs/tags/rollout/prod/1\n")),
        _ => "",
    };

    private static byte[] Thousand(int from)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < 1000; i++)
            lines.Append(CultureInfo.InvariantCulture, $"004e{s_id} refs/tags/rollout/prod/{1_000_000 + (from * 1000) + i:d9}\n");
        return Encoding.ASCII.GetBytes(lines.ToString());
    }
}
