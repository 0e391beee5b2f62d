using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Testing;

/// <summary>A server of another project, which can not choose a free port by itself.</summary>
internal static class StartedServer
{
    private const int Attempts = 5;
    private const string Listening = "0A";

    /// <summary>
    /// Starts it on a port that was free a moment ago, and on another one when it ends at once: somebody else was quicker.
    /// Waits until it listens.
    /// </summary>
    /// <param name="start">Starts it on a port.</param>
    /// <exception cref="InvalidOperationException">It does not stay, or does not listen.</exception>
    public static (Process Process, int Port) On(Func<int, Process> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var process = start(port);
            if (Listens(process, port))
                return (process, port);
            var words = process.StartInfo.RedirectStandardError ? process.StandardError.ReadToEnd() : "its words are above";
            if (attempt == Attempts)
                throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}: {words}");
            process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var port = new ClosedPort();
        return port.Number;
    }

    /// <summary>Waits until it listens, or ends, which is false.</summary>
    private static bool Listens(Process process, int port)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Until.Limit; Thread.Sleep(10))
        {
            if (process.HasExited)
                return false;
            if (ListenerOf(port) is { } socket && Holds(process, socket))
                return true;
        }
        throw new InvalidOperationException($"{process.StartInfo.FileName} did not listen on {port} within {Until.Limit.TotalSeconds:0} s.");
    }

    // proc(5): local address, remote address, state, …, inode. Connecting would not tell whose listener it is.
    private static string? ListenerOf(int port) => File.ReadLines("/proc/net/tcp").Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(fields => fields[3] == Listening && fields[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal))?[9];

    private static bool Holds(Process process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process.Id}/fd").Any(file => new FileInfo(file).LinkTarget == $"socket:[{socket}]");
        }
        catch (IOException)
        {
            return false; // Gone by now.
        }
    }
}
