using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Status;

/// <summary>Shows the status again whenever it changes. The file is small and on a memory file system: looking is cheap.</summary>
internal static class StatusWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until cancelled, which is its ordinary end.</summary>
    public static async Task<int> RunAsync(StatusSource source, Terminal terminal, bool json, CancellationToken cancellation)
    {
        string? shown = null;
        if (terminal.IsRich)
            terminal.Clear();
        while (!cancellation.IsCancellationRequested)
        {
            var read = source.Read();
            // A terminal counts the seconds; a pipe gets a block only when something happened.
            var key = terminal.IsRich ? Picture(source, terminal, read) : StatusDocument.Of(Timeless(read), indented: false);
            if (!string.Equals(key, shown, StringComparison.Ordinal))
                terminal.Redraw(json ? StatusDocument.Of(read, indented: false) + "\n" : Picture(source, terminal, read));
            shown = key;
            await Task.Delay(Interval, source.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return (int)ExitCode.Ok;
    }

    private static string Picture(StatusSource source, Terminal terminal, StatusRead read)
    {
        using var picture = new StringWriter { NewLine = "\n" };
        new StatusView(terminal.Into(picture), source.Now).Show(read);
        if (!terminal.IsRich)
            picture.WriteLine();
        return picture.ToString();
    }

    /// <summary>Without what changes on every pass though nothing happened.</summary>
    private static StatusRead Timeless(StatusRead read) => new(
        read.Status is { } status ? status with { At = default, LastContact = null, NextPoll = null } : null,
        read.Problem is { } problem ? problem with { Message = "" } : null);
}
