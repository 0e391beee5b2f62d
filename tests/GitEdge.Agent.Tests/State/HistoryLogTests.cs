using System.Globalization;
using System.Text.Json;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.State;

public sealed class HistoryLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Steps_are_lines_oldest_first()
    {
        var log = new HistoryLog(_directory.Path);
        log.Append(Entry(1));
        log.Append(Entry(2));

        Assert.Equal([1L, 2L], Lines().Select(line => JsonSerializer.Deserialize(line, StatusJson.Default.HistoryEntry)!.Generation));
    }

    [Fact]
    public void Torn_line_hides_no_other()
    {
        var log = new HistoryLog(_directory.Path);
        log.Append(Entry(1));
        File.AppendAllText(_directory["history.jsonl"], "{\"at\":");

        log.Append(Entry(2));

        Assert.Equal(3, Lines().Length);
        Assert.Equal(2, JsonSerializer.Deserialize(Lines()[2], StatusJson.Default.HistoryEntry)!.Generation);
    }

    [Fact]
    public void Full_file_becomes_the_older_one_and_no_more_than_two_are_kept()
    {
        var log = new HistoryLog(_directory.Path);
        for (var number = 1; number <= 12; number++)
            log.Append(Entry(number) with { Note = new string('n', 300_000) });

        Assert.Equal(["history.1.jsonl", "history.jsonl"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(12, JsonSerializer.Deserialize(Lines()[^1], StatusJson.Default.HistoryEntry)!.Generation);
        Assert.All(Directory.GetFiles(_directory.Path), file => Assert.InRange(new FileInfo(file).Length, 1, 2 << 20));
    }

    private string[] Lines() => File.ReadAllLines(_directory["history.jsonl"]);

    private static HistoryEntry Entry(long number) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Transaction = number.ToString(CultureInfo.InvariantCulture),
        Generation = number,
        Release = new ReleaseName("stable", 1, number, Sha256Digest.Of([])),
        From = DeploymentPhase.Idle,
        To = DeploymentPhase.Fetching,
    };
}
