namespace GitEdge.Packaging.Tests.Packages;

/// <summary>
/// This machine's own Debian with a layer of memory over it: packages are installed in it for real, by dpkg or rpm, with their
/// scripts, and it is thrown away afterwards. There is no running systemd in it, as in an image that is being built. Needs root.
/// </summary>
public sealed class DebianRoot : IDisposable
{
    private readonly TempDirectory _directory = new();

    public DebianRoot()
    {
        Tool.Run("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", _directory.Path]);
        foreach (var folder in new[] { "upper", "work", "root" })
            Directory.CreateDirectory(_directory[folder]);
        Tool.Run("mount", ["-t", "overlay", "overlay", "-o", $"lowerdir=/,upperdir={_directory["upper"]},workdir={_directory["work"]}", _directory["root"]]);
        Tool.Run("mount", ["-t", "proc", "proc", _directory["root", "proc"]]);
        Tool.Run("mount", ["--bind", "/dev", _directory["root", "dev"]]);
        Tool.Run("mount", ["-t", "tmpfs", "tmpfs", _directory["root", "run"]]);
        Tool.Run("mount", ["-t", "tmpfs", "-o", "mode=1777", "tmpfs", _directory["root", "tmp"]]);
    }

    /// <summary>Absolute path on this machine of a path inside.</summary>
    public string this[string path] => _directory["root"] + path;

    /// <summary>Runs a program inside; anything but exit code 0 is an exception.</summary>
    public string Run(string program, params string[] arguments) => Tool.Run("chroot", [_directory["root"], "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", program, .. arguments]);

    /// <summary>Runs a program inside, whatever the exit code.</summary>
    public ToolResult Try(string program, params string[] arguments) => Tool.Try("chroot", [_directory["root"], "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", program, .. arguments]);

    /// <summary>Copies a file inside, and gives its path there.</summary>
    public string Take(string path)
    {
        File.Copy(path, this["/tmp/" + Path.GetFileName(path)], overwrite: true);
        return "/tmp/" + Path.GetFileName(path);
    }

    /// <summary>Installs or upgrades with dpkg, without asking the network.</summary>
    public void Install(params string[] packages) => Run("dpkg", ["--force-confold", "--install", .. packages.Select(Take)]);

    /// <summary>Whether something is there, a link that leads nowhere too.</summary>
    public bool Has(string path) => File.Exists(this[path]) || Directory.Exists(this[path]) || new FileInfo(this[path]).LinkTarget is not null;

    /// <summary>Owner, group and permission bits: <c>root:gitedge 750</c>.</summary>
    public string AccessTo(string path) => Run("stat", "--format=%U:%G %a", path).Trim();

    public void Dispose()
    {
        foreach (var folder in new[] { "tmp", "run", "dev", "proc" })
            Tool.Run("umount", ["-l", _directory["root", folder]]);
        Tool.Run("umount", ["-l", _directory["root"]]);
        Tool.Run("umount", ["-l", _directory.Path]);
        _directory.Dispose();
    }
}
