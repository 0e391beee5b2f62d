using System.Diagnostics;

namespace GitEdge.Testing;

/// <summary>
/// A real systemd, a user's instance, in namespaces of its own, with a bus of its own: the same manager, with the same calls,
/// as the system's. Units that are written to it are those of a test.
/// </summary>
public sealed class UserSystemd : IDisposable
{
    // A tree of control groups, and a folder that says the system runs systemd, for the instance alone. It must not be the
    // first process of its namespace: then it takes itself for the system's.
    private const string Start = """
        mount --make-rprivate / && umount --recursive /sys/fs/cgroup
        mount -t cgroup2 none /sys/fs/cgroup && mkdir -p /run/systemd && mount -t tmpfs none /run/systemd && mkdir /run/systemd/system || exit
        /lib/systemd/systemd --user --unit=test.target & wait
        """;

    private readonly TempDirectory _folder = new();
    private readonly Process _process;

    private UserSystemd()
    {
        const string Bare = "[Unit]\nDefaultDependencies=no\n";
        Write("test.target", $"{Bare}Wants=dbus.service\n");
        Write("dbus.socket", $"{Bare}[Socket]\nListenStream={_folder["bus"]}\n");
        Write("dbus.service", $"{Bare}Requires=dbus.socket\nAfter=dbus.socket\n[Service]\nExecStart=dbus-daemon --session --address=systemd: --nofork --nopidfile --systemd-activation\n");
        Address = $"unix:path={_folder["bus"]}";
        var start = new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--mount-proc", "sh", "-c", Start]) { UseShellExecute = false };
        start.Environment["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(_folder["run"]).FullName;
        start.Environment["HOME"] = _folder.Path;
        start.Environment["SYSTEMD_UNIT_PATH"] = $"{_folder["units"]}:/usr/lib/systemd/user";
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = Address;
        _process = Process.Start(start)!;
    }

    /// <summary>Its bus.</summary>
    public string Address { get; }

    /// <summary>Starts it and waits until it is on its bus.</summary>
    public static async Task<UserSystemd> StartAsync()
    {
        var systemd = new UserSystemd();
        // Not its status: busctl of Debian 13 asks for a pidfd of it, which is of another namespace.
        string[] ask = [$"--address={systemd.Address}", "get-property", "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "Version"];
        await Until.TrueAsync(() => Tool.Try("busctl", ask).ExitCode == 0 || systemd._process.HasExited, "systemd on its bus");
        return systemd._process.HasExited ? throw new InvalidOperationException("systemd did not start.") : systemd;
    }

    /// <summary>Writes a unit file; systemd knows it after a reload.</summary>
    public void Write(string name, string content) => _folder.Write(Path.Combine("units", name), content);

    /// <summary>Kills it with everything in it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _folder.Dispose();
    }
}
