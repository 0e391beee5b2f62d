using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests;

/// <summary>
/// Runs one thing in a process of its own, so that a test can give it an environment, trace it or kill it. The test
/// runner never comes here.
/// </summary>
internal static class Program
{
    /// <summary>The command line that starts it.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", typeof(Program).Assembly.Location];

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["git-poll", var copy, var url, var ca, var identity, var knownHosts, var times])
        {
            await Console.Error.WriteLineAsync("git-poll <copy> <url> <ca|-> <identity|-> <known hosts|-> <times>");
            return 64;
        }
        var remote = new GitRemoteOptions
        {
            Name = "origin",
            Url = url,
            CaFile = OrNull(ca),
            IdentityFile = OrNull(identity),
            KnownHostsFile = OrNull(knownHosts),
        };
        using var fetcher = new GitFetcher(copy, new GitLimits(), TimeProvider.System);
        for (var i = 0; i < int.Parse(times, System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var outcome = await fetcher.FetchAsync([remote], "prod", CancellationToken.None);
            Console.WriteLine($"{outcome.GetType().Name} {clock.Elapsed.TotalMilliseconds:F1} ms {(outcome as FetchOutcome.Failed)?.Fault}");
        }
        return 0;
    }

    private static string? OrNull(string argument) => argument == "-" ? null : argument;
}
