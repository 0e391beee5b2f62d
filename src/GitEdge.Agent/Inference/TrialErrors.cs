using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Inference;

/// <summary>Standard error of a trial: its phases, and the last lines that are none.</summary>
internal sealed class TrialErrors
{
    /// <summary>What stands before a phase; the same as in gitedge-inference.</summary>
    public const string Mark = "phase: ";

    /// <summary>From this phase on both models are in memory; the same as in gitedge-inference.</summary>
    public const string LoadingRunning = "loading the running model";

    /// <summary>The phase in which both run; the same as in gitedge-inference.</summary>
    public const string SideBySide = "measuring beside the running model";

    private const int MaximumLines = 20;
    private const int MaximumLine = 500;

    private readonly Queue<string> _lines = new();
    private Task _reading = Task.CompletedTask;
    private volatile string _phase = "";
    private volatile bool _both;

    public string Phase => _phase;

    public bool HasBothModels => _both;

    public void Begin(StreamReader errors) => _reading = ReadAsync(errors);

    public async Task<string> EndAsync()
    {
        await _reading;
        return string.Join('\n', _lines);
    }

    private async Task ReadAsync(StreamReader errors)
    {
        var line = new char[MaximumLine];
        var length = 0;
        var buffer = new char[4096];
        int count;
        while ((count = await errors.ReadAsync(buffer)) > 0)
        {
            foreach (var c in buffer.AsMemory(0, count).ToArray())
            {
                if (c == '\n')
                    (_, length) = (Take(ControlText.Escape(new string(line, 0, length))), 0);
                else if (length < MaximumLine && c >= ' ')
                    line[length++] = c;
            }
        }
        Take(ControlText.Escape(new string(line, 0, length)));
    }

    private bool Take(string line)
    {
        if (line.StartsWith(Mark, StringComparison.Ordinal))
        {
            _phase = line[Mark.Length..];
            _both |= _phase == LoadingRunning;
            return true;
        }
        if (line.Length > 0)
            _lines.Enqueue(line);
        if (_lines.Count > MaximumLines)
            _lines.Dequeue();
        return false;
    }
}
