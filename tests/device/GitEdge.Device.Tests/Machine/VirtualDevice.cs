using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GitEdge.Device.Tests.Machine;

/// <summary>A device that runs: a whole Debian in a QEMU process. Commands run in it as root, one after the other.</summary>
internal sealed class VirtualDevice : IDisposable
{
    private const int ConsoleTail = 60;

    private readonly Process _process;
    private readonly DeviceStart _start;
    private readonly Monitor _monitor;
    private readonly Executor _executor;
    private bool _isDisposed;

    private VirtualDevice(Process process, DeviceStart start, Monitor monitor, Executor executor)
    {
        _process = process;
        _start = start;
        _monitor = monitor;
        _executor = executor;
    }

    /// <summary>Nothing in a device takes longer, also where forty others use the machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>What the console has shown by now, over all starts.</summary>
    public string ConsoleText => File.Exists(_start.Console) ? ReadShared(_start.Console) : "";

    /// <summary>Starts a device; it is up, or goes on, when this returns.</summary>
    /// <exception cref="InvalidOperationException">It did not come up; the message has the end of its console.</exception>
    public static async Task<VirtualDevice> StartAsync(DeviceStart start)
    {
        Directory.CreateDirectory(start.Folder);
        File.Delete(start.Monitor);
        File.Delete(start.Executor);
        var process = Process.Start(new ProcessStartInfo("qemu-system-x86_64", start.Arguments()) { UseShellExecute = false })!;
        var monitor = await Monitor.ConnectAsync(await ConnectAsync(start.Monitor, process));
        var device = new VirtualDevice(process, start, monitor, new Executor(await ConnectAsync(start.Executor, process)));
        try
        {
            await device.BeginAsync();
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Boots the same device, which has ended, from its disk.</summary>
    /// <param name="change">What is different this time.</param>
    public async Task<VirtualDevice> BootAgainAsync(Func<DeviceStart, DeviceStart>? change = null)
    {
        var start = (change ?? (start => start))(_start with { Memory = null });
        try
        {
            return await StartAsync(start);
        }
        catch (InvalidOperationException)
        {
            // The emulation itself was seen to end a boot. What is wrong with the disk is so the second time too.
            return await StartAsync(start);
        }
    }

    /// <summary>Runs a command of the shell, whatever it ends with.</summary>
    /// <param name="command">For <c>sh -c</c>.</param>
    /// <param name="input">Its standard input.</param>
    /// <exception cref="InvalidOperationException">The device ended, or does not answer; the message has the end of its console.</exception>
    public async Task<ToolResult> TryAsync(string command, byte[]? input = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            return await _executor.RunAsync(command, input ?? [], deadline.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            throw new InvalidOperationException($"The device did not answer '{command}'. Its console ended with:\n{Tail()}", fault);
        }
    }

    /// <summary>Runs a command of the shell, which must end with 0; what it printed, without the newline at the end.</summary>
    public async Task<string> RunAsync(string command, byte[]? input = null)
    {
        var result = await TryAsync(command, input);
        return result.ExitCode == 0
            ? result.Output.TrimEnd('\n')
            : throw new InvalidOperationException($"'{command}' ended with {result.ExitCode} in the device: {result.Output}{result.Errors}\nConsole:\n{Tail()}");
    }

    /// <summary>Waits until a command ends with 0; what it printed.</summary>
    /// <param name="command">For <c>sh -c</c>; repeated with a pause inside the device.</param>
    /// <param name="what">What is waited for, for the error.</param>
    public async Task<string> UntilAsync(string command, string what)
    {
        // The loop is the device's: every question costs more than its answer. The limit is a count, whatever the clock says.
        var result = await TryAsync($"for i in $(seq 600); do if r=$({command}); then echo \"$r\"; exit 0; fi; sleep 0.5; done; echo \"$r\"; exit 1");
        return result.ExitCode == 0
            ? result.Output.TrimEnd('\n')
            : throw new TimeoutException($"Waited for {what} in vain; last: {result.Output}{result.Errors}\nConsole:\n{Tail()}");
    }

    /// <summary>Copies a file of the host into the device.</summary>
    public Task CopyInAsync(string file, string path) => RunAsync($"cat > {path}", File.ReadAllBytes(file));

    /// <summary>Sets its clock by the host's.</summary>
    public Task<string> SetClockAsync() => RunAsync($"date --utc --set @{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");

    /// <summary>Pulls the network cable, or puts it back.</summary>
    public Task PlugAsync(bool plugged) => _monitor.ExecuteAsync("set_link", new JsonObject { ["name"] = "cable", ["up"] = plugged });

    /// <summary>Waits until the console shows something.</summary>
    /// <param name="shown">Whether what it shows is enough.</param>
    /// <param name="what">What is waited for, for the error.</param>
    public async Task UntilConsoleAsync(Func<string, bool> shown, string what)
    {
        for (var clock = Stopwatch.StartNew(); !shown(ConsoleText); await Task.Delay(20))
        {
            if (clock.Elapsed > Patience || _process.HasExited)
                throw new TimeoutException($"Waited for {what} in vain. The console ended with:\n{Tail()}");
        }
    }

    /// <summary>Takes the power away: whatever was not flushed to the disk is gone.</summary>
    public void PowerCut()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Has systemd stop everything and switch off.</summary>
    public async Task ShutdownAsync()
    {
        await TryAsync("systemctl --no-block poweroff");
        using var deadline = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>Writes memory to a file and ends; disk and memory together are the frozen device.</summary>
    public async Task<FrozenDevice> FreezeAsync(string file)
    {
        await RunAsync("sync");
        await _monitor.ExecuteAsync("stop");
        await _monitor.ExecuteAsync("migrate-set-parameters", new JsonObject { ["max-bandwidth"] = 1L << 40 });
        await _monitor.ExecuteAsync("migrate", new JsonObject { ["uri"] = $"exec:cat > {file}" });
        await Until.TrueAsync(async () => (string?)(await _monitor.ExecuteAsync("query-migrate"))?["status"] switch
        {
            "completed" => true,
            "failed" => throw new InvalidOperationException("QEMU could not write the device's memory."),
            _ => false,
        }, "the device's memory to be written");
        await _monitor.ExecuteAsync("quit");
        await _process.WaitForExitAsync();
        return new FrozenDevice(_start.Disk, file);
    }

    /// <summary>The last lines of the console.</summary>
    public string Tail() => string.Join('\n', ConsoleText.Split('\n').TakeLast(ConsoleTail));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return; // A story that boots again has let it go already.
        _isDisposed = true;
        if (!_process.HasExited)
            PowerCut();
        _monitor.Dispose();
        _executor.Dispose();
        _process.Dispose();
    }

    private async Task BeginAsync()
    {
        if (!_start.Plugged)
            await PlugAsync(false);
        if (_start.Memory is not null)
        {
            await Until.TrueAsync(async () => (string?)(await _monitor.ExecuteAsync("query-status"))?["status"] is not "inmigrate", "the device's memory to be read");
            await _monitor.ExecuteAsync("cont");
            // It knows nothing of the time that passed meanwhile.
            await SetClockAsync();
            return;
        }
        await _monitor.ExecuteAsync("cont");
        await TryAsync("systemctl is-system-running --wait");
    }

    private static async Task<NetworkStream> ConnectAsync(string path, Process process)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Until.Limit && !process.HasExited; await Task.Delay(10))
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose(); // Not there yet.
            }
        }
        throw new InvalidOperationException($"QEMU did not open {path}; its words are above.");
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
