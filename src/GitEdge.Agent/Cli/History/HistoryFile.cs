using System.Text.Json;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.State;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.History;

/// <summary>Reads the history the agent appends to, the rotated part first.</summary>
internal static class HistoryFile
{
    /// <summary>Reads what is whole; a missing file is an empty one. Never throws for what is on disk.</summary>
    public static HistoryRead Read(string root)
    {
        List<HistoryEntry> entries = [];
        List<string> faults = [];
        foreach (var path in HistoryLog.FileNames.Select(name => Path.Combine(root, name)))
            ReadInto(path, entries, faults);
        return new HistoryRead(entries, faults);
    }

    private static void ReadInto(string path, List<HistoryEntry> entries, List<string> faults)
    {
        try
        {
            var lines = File.ReadAllLines(path);
            for (var number = 1; number <= lines.Length; number++)
            {
                if (Parse(lines[number - 1]) is { } entry)
                    entries.Add(entry);
                else
                    faults.Add(Describe(path, number, isLast: number == lines.Length));
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing was deployed, or nothing was rotated, so far.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{path}' cannot be read: {e.Message}");
        }
    }

    private static string Describe(string path, int number, bool isLast) => isLast
        ? Words.Say($"Line {number} of '{path}', the last, is torn: power was cut or the disk was full while it was written. It is left out.")
        : Words.Say($"Line {number} of '{path}' is damaged. It is left out.");

    private static HistoryEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, StatusJson.Default.HistoryEntry) is { Transaction: not null, Release: not null } entry
                ? entry
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
