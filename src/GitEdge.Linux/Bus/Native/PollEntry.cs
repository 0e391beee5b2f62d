using System.Runtime.InteropServices;

namespace GitEdge.Linux.Bus.Native;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry(int file, short events)
{
    /// <summary>What is waited for.</summary>
    public int File = file;

    /// <summary>Which events.</summary>
    public short Events = events;

    /// <summary>What came.</summary>
    public short Happened;
}
