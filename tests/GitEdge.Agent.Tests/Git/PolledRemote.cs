using System.Globalization;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>Polls one remote in a process of its own, so that a test can give it an environment, trace it or kill it.</summary>
internal static class PolledRemote
{
    /// <summary>The command line that starts it; then: copy, url, ca, identity, known hosts (<c>-</c> for none), times.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", typeof(PolledRemote).Assembly.Location];

    public static async Task<int> RunAsync(GitRemoteOptions remote, string copy, string times)
    {
        using var fetcher = new GitFetcher(copy, new GitLimits(), TimeProvider.System);
        for (var i = 0; i < int.Parse(times, CultureInfo.InvariantCulture); i++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var outcome = await fetcher.FetchAsync([remote], "prod", CancellationToken.None);
            Console.WriteLine($"{outcome.GetType().Name} {clock.Elapsed.TotalMilliseconds:F1} ms {PeakMegabytes()} MB {(outcome as FetchOutcome.Failed)?.Fault}");
        }
        return 0;
    }

    /// <summary>The most memory that was resident at any time (proc_pid_status(5)).</summary>
    private static long PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
    }

    public static GitRemoteOptions Remote(string url, string ca, string identity, string knownHosts) => new()
    {
        Name = "origin",
        Url = url,
        CaFile = OrNull(ca),
        IdentityFile = OrNull(identity),
        KnownHostsFile = OrNull(knownHosts),
    };

    private static string? OrNull(string argument) => argument == "-" ? null : argument;
}
