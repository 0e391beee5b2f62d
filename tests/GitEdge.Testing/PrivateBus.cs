using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Testing;

/// <summary>A real dbus-daemon of the test's own, with the limits of a system bus, on a socket in a folder of its own.</summary>
public sealed class PrivateBus : IDisposable
{
    private const string Open = """
        <allow user="*"/><allow own="*"/><allow send_type="*"/><allow receive_type="*"/>
        """;

    private readonly TempDirectory _folder = new();
    private Process _daemon;

    private PrivateBus(string policy, string activation)
    {
        // Other users must be able to come in.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Address = $"unix:path={_folder["bus"]}";
        _folder.Write("bus.conf", $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>{Address}</listen>
              <auth>EXTERNAL</auth>
              {activation}
              {policy}
            </busconfig>
            """);
        _daemon = StartDaemon();
    }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>The environment of a program that takes it for the system's bus.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["DBUS_SYSTEM_BUS_ADDRESS"] = Address };

    /// <summary>Starts it and waits until it answers. <paramref name="policies"/> are busconfig elements; everything is allowed without them.</summary>
    public static PrivateBus Start(string? policies = null, string activation = "")
        => new(policies ?? $"<policy context=\"default\">{Open}</policy>", activation);

    /// <summary>Kills it, as a crash would.</summary>
    public void Kill()
    {
        _daemon.Kill();
        _daemon.WaitForExit();
        _daemon.Dispose();
    }

    /// <summary>Starts it again after <see cref="Kill"/>, on the same address.</summary>
    public void StartAgain() => _daemon = StartDaemon();

    /// <summary>Runs busctl against it; anything but success is an exception.</summary>
    public string Busctl(params string[] arguments) => Tool.Run("busctl", [$"--address={Address}", .. arguments]);

    /// <summary>Runs busctl against it, as a user, whatever becomes of it.</summary>
    public ToolResult TryBusctl(int user, params string[] arguments) => Tool.Try("setpriv",
        [$"--reuid={user.ToString(CultureInfo.InvariantCulture)}", "--clear-groups", "busctl", $"--address={Address}", .. arguments]);

    /// <summary>Calls a method with dbus-send, as a user; unlike busctl it tells errors by their names and words.</summary>
    public ToolResult TryCall(int user, string service, string path, string method, params string[] arguments) => Tool.Try("setpriv",
        [$"--reuid={user.ToString(CultureInfo.InvariantCulture)}", "--clear-groups", "dbus-send", $"--bus={Address}", "--print-reply", $"--dest={service}", path, method, .. arguments]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    private Process StartDaemon()
    {
        File.Delete(_folder["bus"]);
        var daemon = Process.Start(new ProcessStartInfo("dbus-daemon", [$"--config-file={_folder["bus.conf"]}", "--nofork", "--nopidfile", "--print-address"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        // It prints its address once it listens.
        if (daemon.StandardOutput.ReadLine() is null)
            throw new InvalidOperationException("dbus-daemon did not start.");
        return daemon;
    }
}
