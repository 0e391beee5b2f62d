using System.Diagnostics;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Runs commands as a user at a shell would, and knows which are still running.</summary>
/// <param name="folder">Where they are run, and where their output goes.</param>
internal sealed class Commands(string folder) : IAsyncDisposable
{
    /// <summary>Shorter than what a command has for itself after Ctrl-C.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<Process> _started = [];

    /// <summary>Runs a command to its end; what it printed.</summary>
    /// <exception cref="DemoException">It failed.</exception>
    public async Task<string> RunAsync(string command, IEnumerable<string> arguments, CancellationToken cancellation, string? at = null)
    {
        var (code, output) = await TryAsync(command, arguments, cancellation, at);
        return code == 0
            ? output
            : throw new DemoException($"'{command} {string.Join(' ', arguments)}' to succeed", $"exit code {code}: {output.Trim()}");
    }

    /// <summary>Runs a command to its end; its exit code and all it printed.</summary>
    public async Task<(int Code, string Output)> TryAsync(
        string command, IEnumerable<string> arguments, CancellationToken cancellation, string? at = null)
    {
        var start = Describe(command, arguments, at);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a service; what it prints is appended to <paramref name="log"/>.</summary>
    public Process Serve(string log, string command, params string[] arguments)
    {
        // exec: the process is the service itself, so that a signal to it reaches no shell.
        var process = Start(Describe("/bin/sh", ["-c", "exec \"$0\" \"$@\" >>\"$DEMO_LOG\" 2>&1 </dev/null", command, .. arguments], null, log));
        _started.Add(process);
        return process;
    }

    /// <summary>Ends every service that still runs: asks first, and not twice.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_started.Where(process => !process.HasExited).Select(StopAsync));
        _started.ForEach(process => process.Dispose());
        _started.Clear();
    }

    private async Task StopAsync(Process process)
    {
        // The shell's own: a small Debian has no /bin/kill.
        await TryAsync("/bin/sh", ["-c", $"kill -TERM {process.Id}"], CancellationToken.None);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new DemoException($"{start.FileName} to run", $"{e.Message}; install it, or say where it is (see 'gitedge demo --help')");
        }
    }

    private ProcessStartInfo Describe(string command, IEnumerable<string> arguments, string? at, string? log = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = at ?? folder,
            UseShellExecute = false,
            RedirectStandardInput = log is null,
        };
        if (log is not null)
            start.Environment["DEMO_LOG"] = log;
        // The user's own Git settings, keys and agents stay out of it.
        start.Environment["HOME"] = folder;
        // What a killed process leaves in its temporary folder goes with the rest.
        start.Environment["TMPDIR"] = folder;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(folder, ".config");
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        start.Environment.Remove("SSH_AUTH_SOCK");
        return start;
    }
}
