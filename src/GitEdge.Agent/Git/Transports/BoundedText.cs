using System.Text;

namespace GitEdge.Agent.Git.Transports;

/// <summary>Keeps the beginning of what a program says and lets the rest pass.</summary>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder _kept = new();
    private readonly Lock _gate = new();

    /// <summary>What was kept so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
                return _kept.ToString();
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task FillAsync(StreamReader reader)
    {
        var buffer = new char[512];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_gate)
                _kept.Append(buffer, 0, Math.Min(read, limit - _kept.Length));
        }
    }
}
