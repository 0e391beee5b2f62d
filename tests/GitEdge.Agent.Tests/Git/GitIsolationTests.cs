using System.Globalization;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>What must be seen from outside: a process of its own, with a hostile environment, traced, or killed.</summary>
[Trait("Category", "Slow")]
public sealed class GitIsolationTests : IDisposable
{
    private readonly GitBench _bench = new();

    public GitIsolationTests() => _bench.Fleet.Release(GitBench.Channel, 1);

    private string Proof => _bench.Directory["executed"];

    [Fact]
    public void Planted_configuration_and_environment_change_nothing_over_file()
    {
        var trace = _bench.Directory["trace"];
        var result = Poll(HostileEnvironment(), trace, "file://" + _bench.Fleet.Path);

        Assert.StartsWith("Fetched", result.Output, StringComparison.Ordinal);
        AssertUntouched(trace);
    }

    [Fact]
    public void Planted_configuration_and_environment_change_nothing_over_https()
    {
        var authority = new TestAuthority(_bench.Directory["authority"]);
        using var server = GitHttpServer.Start(_bench.Directory["server"], _bench.Served, authority.Issue());
        var trace = _bench.Directory["trace"];

        var result = Poll(HostileEnvironment(), trace, server.Url("fleet.git"), authority.CertificateFile);

        Assert.StartsWith("Fetched", result.Output, StringComparison.Ordinal);
        AssertUntouched(trace);
    }

    [Fact]
    public void Planted_configuration_and_environment_change_nothing_over_ssh()
    {
        using var server = SshServer.Start(_bench.Directory["sshd"]);
        var trace = _bench.Directory["trace"];

        var result = Poll(HostileEnvironment(), trace, server.Url(_bench.Fleet.Path), "-", server.IdentityFile, server.KnownHostsFile);

        Assert.StartsWith("Fetched", result.Output, StringComparison.Ordinal);
        AssertUntouched(trace, "/usr/bin/ssh");
    }

    [Fact]
    public void Poll_with_nothing_new_makes_no_system_call_that_writes_to_the_copy()
    {
        _bench.PollFetched();
        var trace = _bench.Directory["trace"];

        var result = Tool.Try("strace", ["-f", "-y", "-o", trace,
            "-e", "trace=openat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,fsync,fdatasync,ftruncate,utimensat,chmod,fchmod,fchmodat",
            .. PolledRemote.Command, "git-poll", _bench.CopyPath, "file://" + _bench.Fleet.Path, "-", "-", "-", "2"]);

        Assert.Equal(["Unchanged", "Unchanged"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0]));
        var writes = File.ReadLines(trace).Where(l => l.Contains(_bench.CopyPath, StringComparison.Ordinal))
            .Where(l => !l.Contains("openat(", StringComparison.Ordinal) || l.Contains("O_WRONLY", StringComparison.Ordinal) || l.Contains("O_RDWR", StringComparison.Ordinal) || l.Contains("O_CREAT", StringComparison.Ordinal));
        Assert.Empty(writes);
    }

    [Fact]
    public async Task Fetch_killed_at_any_write_leaves_a_copy_that_the_next_poll_makes_whole()
    {
        const string Calls = "fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,mkdir,ftruncate";
        var kills = 0;
        for (var n = 1; ; n++)
        {
            var copy = _bench.Directory["killed", n.ToString(CultureInfo.InvariantCulture), "fleet.git"];
            // Only the fetching thread's calls count, and counting is by thread; the runtime's own come before on others.
            var result = Tool.Try("strace", ["-f", "-o", "/dev/null", "-e", "trace=" + Calls,
                "-e", string.Create(CultureInfo.InvariantCulture, $"inject={Calls}:signal=SIGKILL:when={n}"),
                .. PolledRemote.Command, "git-poll", copy, "file://" + _bench.Fleet.Path, "-", "-", "-", "1"]);
            if (result.ExitCode == 0)
                break;
            kills++;
            using var fetcher = new GitFetcher(copy, new GitLimits(), TimeProvider.System);
            await fetcher.FetchAsync([_bench.FileRemote], GitBench.Channel, CancellationToken.None);
            var tag = Assert.Single(fetcher.Objects.ListReleaseTags(GitBench.Channel));
            Assert.Equal(3, fetcher.Objects.ReadRevision(tag, null)!.Files.Count);
        }
        Assert.InRange(kills, 5, 200);
    }

    public void Dispose() => _bench.Dispose();

    private ToolResult Poll(IReadOnlyDictionary<string, string> environment, string trace, string url, string ca = "-", string identity = "-", string knownHosts = "-") =>
        Tool.Try("strace", ["-f", "-o", trace, "-e", "trace=execve,openat,open,connect", "-s", "400",
            .. PolledRemote.Command, "git-poll", _bench.CopyPath, url, ca, identity, knownHosts, "1"], environment: environment);

    private Dictionary<string, string> HostileEnvironment()
    {
        var configuration = $"""
            [url "file:///nowhere/"]
                insteadOf = file://
                insteadOf = https://
                insteadOf = ssh://
                insteadOf = /
            [credential]
                helper = "!touch {Proof}"
            [core]
                hooksPath = {_bench.Directory["hooks"]}
                sshCommand = touch {Proof}
                fsmonitor = touch {Proof}
                gitProxy = touch {Proof}
                askPass = {_bench.Directory["hooks"]}/reference-transaction
            [http]
                proxy = http://127.0.0.1:1
                sslVerify = false
            """;
        var home = Path.GetDirectoryName(_bench.Directory.Write("home/.gitconfig", configuration))!;
        _bench.Directory.Write("home/.config/git/config", configuration);
        _bench.Directory.Write("home/.ssh/config", $"Host *\n  ProxyCommand touch {Proof}\n  PermitLocalCommand yes\n  LocalCommand touch {Proof}\n");
        foreach (var hook in new[] { "reference-transaction", "post-update", "post-checkout", "pre-auto-gc" })
            Tool.Run("chmod", ["755", _bench.Directory.Write("hooks/" + hook, $"#!/bin/sh\ntouch {Proof}\n")]);
        var script = _bench.Directory["hooks", "reference-transaction"];
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
            ["GIT_CONFIG_GLOBAL"] = Path.Combine(home, ".gitconfig"),
            ["GIT_CONFIG_SYSTEM"] = Path.Combine(home, ".gitconfig"),
            ["GIT_CONFIG_COUNT"] = "1",
            ["GIT_CONFIG_KEY_0"] = "url.file:///nowhere/.insteadOf",
            ["GIT_CONFIG_VALUE_0"] = "file://",
            ["GIT_DIR"] = "/nowhere",
            ["GIT_OBJECT_DIRECTORY"] = "/nowhere",
            ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = "/nowhere",
            ["GIT_SSH"] = script,
            ["GIT_SSH_COMMAND"] = $"touch {Proof}",
            ["GIT_ASKPASS"] = script,
            ["SSH_ASKPASS"] = script,
            ["SSH_ASKPASS_REQUIRE"] = "force",
            ["SSH_AUTH_SOCK"] = "/nowhere/agent",
            ["GIT_SSL_NO_VERIFY"] = "1",
            ["GIT_TRACE"] = _bench.Directory["git-trace"],
            ["http_proxy"] = "http://127.0.0.1:1",
            ["https_proxy"] = "http://127.0.0.1:1",
            ["ALL_PROXY"] = "http://127.0.0.1:1",
        };
    }

    private void AssertUntouched(string trace, params string[] programs)
    {
        Assert.False(File.Exists(Proof), "something planted was run");
        Assert.False(File.Exists(_bench.Directory["git-trace"]));
        var lines = File.ReadAllLines(trace);
        Assert.DoesNotContain(lines, l => l.Contains("gitconfig", StringComparison.Ordinal) || l.Contains("/git/config", StringComparison.Ordinal) || l.Contains("home/.ssh", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("sin_port=htons(1)", StringComparison.Ordinal));
        var run = lines.Where((l, at) => l.Contains("execve(", StringComparison.Ordinal) && EndOf(lines, at).EndsWith("= 0", StringComparison.Ordinal))
            .Select(l => l.Split('"')[1]).Where(p => !p.EndsWith("/dotnet", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.Equal(programs, run);
    }

    /// <summary>Where another thread's call comes between, strace tells the end of this one in a later line of the same process.</summary>
    private static string EndOf(string[] lines, int at) => lines[at].EndsWith("<unfinished ...>", StringComparison.Ordinal)
        ? lines.Skip(at + 1).FirstOrDefault(l => l.Split(' ')[0] == lines[at].Split(' ')[0] && l.Contains("execve resumed>", StringComparison.Ordinal)) ?? ""
        : lines[at];
}
