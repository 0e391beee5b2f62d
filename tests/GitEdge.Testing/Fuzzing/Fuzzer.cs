using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Testing.Fuzzing;

/// <summary>
/// Reads changed inputs until the time or the number is spent, and replays those that were findings once. Which input leads
/// on is decided by the kind of answer it got; the same seed gives the same run.
/// </summary>
public static class Fuzzer
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(1);

    /// <summary>Seconds per target, from <c>GITEDGE_FUZZ_SECONDS</c>; null: a short run by number, as in every test run.</summary>
    private static double? Seconds => double.TryParse(
        Environment.GetEnvironmentVariable("GITEDGE_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Runs one target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="inputs">How many inputs are read when no time is given.</param>
    /// <exception cref="InvalidOperationException">An input crashed it, hung it, or made it take too much memory; the input is in the message.</exception>
    public static FuzzReport Run(FuzzTarget target, int inputs)
    {
        var seed = Seconds is null ? 20260101 : Environment.TickCount;
        var random = new Random(seed);
        var mutator = new ByteMutator(random, [.. target.Words.Select(Encoding.UTF8.GetBytes)]);
        var run = new FuzzRun(target, TooLong);
        foreach (var known in Regressions(target.Name).Concat(target.Seeds))
            run.Read(known);
        var clock = Stopwatch.StartNew();
        while (Seconds is { } seconds ? clock.Elapsed.TotalSeconds < seconds : run.Inputs < inputs)
            run.Read(mutator.Change(run.Corpus[random.Next(run.Corpus.Count)], run.Corpus[random.Next(run.Corpus.Count)]));
        var report = run.Report();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fuzz {target.Name}: {report.Inputs} inputs, {report.Answers} kinds of answer, slowest {report.Slowest.TotalMilliseconds:0.0} ms, most {report.MostBytes >> 10} KiB, seed {seed}"));
        return report;
    }

    private static IEnumerable<byte[]> Regressions(string name)
    {
        var folder = Repository.File("tests", "fuzz-regressions", name);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.hex").Order(StringComparer.Ordinal).Select(file => Convert.FromHexString(File.ReadAllText(file).ReplaceLineEndings("")))
            : [];
    }

    /// <summary>The name under which a finding is kept.</summary>
    internal static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
}
