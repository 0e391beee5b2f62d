using System.Diagnostics;

namespace GitEdge.Testing;

/// <summary>A real polkitd on a private bus, with actions of a folder and rules of a test.</summary>
public sealed class PrivatePolkit : IDisposable
{
    // Where polkit looks is built into it: the folders are put there for it alone.
    private const string Begin = """
        mount --make-rprivate / && mount --bind "$ACTIONS" /usr/share/polkit-1/actions && mount --bind "$RULES" /etc/polkit-1/rules.d &&
        exec /usr/lib/polkit-1/polkitd
        """;

    private readonly TempDirectory _folder = new();
    private readonly Process _process;

    private PrivatePolkit(PrivateBus bus, string actions, string rules)
    {
        _folder.Write("rules/10-test.rules", rules);
        foreach (var folder in new[] { _folder.Path, _folder["rules"] })
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Begin]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in bus.Environment)
            start.Environment[name] = value;
        start.Environment["ACTIONS"] = actions;
        start.Environment["RULES"] = _folder["rules"];
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it is on the bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="actions">Folder of policy files.</param>
    /// <param name="rules">A file of rules, in polkit's JavaScript.</param>
    public static async Task<PrivatePolkit> StartAsync(PrivateBus bus, string actions, string rules)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var polkit = new PrivatePolkit(bus, actions, rules);
        await Until.TrueAsync(() => bus.TryBusctl(0, "status", "org.freedesktop.PolicyKit1").ExitCode == 0 || polkit._process.HasExited, "polkit on the bus");
        return polkit._process.HasExited ? throw new InvalidOperationException("polkitd did not start.") : polkit;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
