using System.Diagnostics;

namespace GitEdge.Testing.Fuzzing;

/// <summary>The inputs of one run, one after the other.</summary>
/// <param name="target">What is run.</param>
/// <param name="tooLong">An input that takes longer, three times in a row, hangs it.</param>
internal sealed class FuzzRun(FuzzTarget target, TimeSpan tooLong)
{
    private const int Attempts = 3;
    private const int LongestShown = 4096;

    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);
    private TimeSpan _slowest;
    private long _mostBytes;

    /// <summary>What is changed further.</summary>
    public List<byte[]> Corpus { get; } = [];

    /// <summary>How many inputs were read.</summary>
    public long Inputs { get; private set; }

    /// <summary>Reads one input, and keeps it when its answer is of a new kind.</summary>
    public void Read(byte[] input)
    {
        Inputs++;
        var (answer, time, bytes) = Measure(input);
        // A machine that has much else to do is slow by itself, but not three times at one input and at no other.
        for (var again = 1; again < Attempts && time > tooLong; again++)
            time = Min(time, Measure(input).Time);
        if (time > tooLong)
            throw Finding(input, $"took {time} and more, {Attempts} times", null);
        if (bytes > target.MostBytes)
            throw Finding(input, $"allocated {bytes} bytes", null);
        _slowest = _slowest > time ? _slowest : time;
        _mostBytes = Math.Max(_mostBytes, bytes);
        if (_answers.Add(answer) || Inputs <= target.Seeds.Count)
            Corpus.Add(input);
    }

    /// <summary>What it came to.</summary>
    public FuzzReport Report() => new(Inputs, _answers.Count, _slowest, _mostBytes);

    private (string Answer, TimeSpan Time, long Bytes) Measure(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        try
        {
            var answer = target.Read(input);
            return (answer, clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        catch (Exception e)
        {
            throw Finding(input, $"threw {e.GetType().Name}: {e.Message}", e);
        }
    }

    private InvalidOperationException Finding(byte[] input, string what, Exception? inner)
    {
        var hex = Convert.ToHexStringLower(input);
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "fuzz", target.Name)).FullName;
        var file = Path.Combine(folder, Fuzzer.NameOf(input) + ".hex");
        File.WriteAllText(file, hex);
        return new InvalidOperationException(
            $"{target.Name} {what}. The input is in {file}; mend the reader and keep the input in tests/fuzz-regressions/{target.Name}. "
            + (hex.Length <= LongestShown ? hex : hex[..LongestShown] + "…"), inner);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
