using System.Text;

namespace GitEdge.Agent.Authoring;

/// <summary>How a git command ended.</summary>
/// <param name="ExitCode">0 when it did what it was asked.</param>
/// <param name="Bytes">What it printed.</param>
/// <param name="Errors">What it said on standard error; empty where that goes to the terminal.</param>
internal sealed record GitResult(int ExitCode, byte[] Bytes, string Errors)
{
    /// <summary>Whether it did what it was asked.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>What it printed, as text without the last line end.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes).TrimEnd('\n');

    /// <summary>What it printed with <c>-z</c>, in its parts.</summary>
    public string[] Parts => Encoding.UTF8.GetString(Bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
