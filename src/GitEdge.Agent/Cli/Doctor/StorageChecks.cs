using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>Can the state directory hold two generations and switch between them?</summary>
internal static class StorageChecks
{
    private const string Probe = ".doctor.tmp";

    private static readonly string[] Directories = ["", "blobs", "slots"];

    public static DoctorFinding Writable(string root)
    {
        if (!Directory.Exists(root))
            return DoctorFinding.Failure($"'{root}' does not exist.", "systemd-tmpfiles --create gitedge.conf, or start gitedge-agent once.");
        if (MountTable.Read().Of(Path.GetFullPath(root)) is { ReadOnly: true } mount)
            return DoctorFinding.Failure(
                $"'{root}' is on '{mount.Path}', mounted read-only.",
                $"Look for errors of the medium (journalctl -k), then: mount -o remount,rw {mount.Path}.");
        try
        {
            var probe = Path.Combine(root, Probe);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return DoctorFinding.Ok($"'{root}' can be written.");
        }
        catch (UnauthorizedAccessException)
        {
            return DoctorFinding.Unknown($"User {Environment.UserName} may not write '{root}'.", "Check as the agent's user: sudo -u gitedge gitedge doctor.");
        }
        catch (IOException e)
        {
            return DoctorFinding.Failure($"'{root}' cannot be written: {e.Message}", "Free space or inodes on this disk (df -h, df -i).");
        }
    }

    /// <summary>A slot shares the blobs by hard link, and <c>active</c> is switched by rename: neither crosses a mount.</summary>
    public static DoctorFinding OneFileSystem(string root)
    {
        var mounts = MountTable.Read();
        var places = Directories
            .Select(name => Path.GetFullPath(Path.Combine(root, name)).TrimEnd('/'))
            .Where(Directory.Exists)
            .Select(path => (Path: path, Mount: mounts.Of(Real(path))))
            .ToList();
        if (places.Exists(place => place.Mount is null))
            return DoctorFinding.Unknown("The mount table does not say where the state directory is.", "Compare: findmnt -T for the directories of 'df'.");
        if (places.Select(place => place.Mount!.Id).Distinct(StringComparer.Ordinal).Count() <= 1)
            return DoctorFinding.Ok("Blobs and slots are on one file system" + (places.Count > 0 ? $" ({places[0].Mount!.Type})." : "."));
        var where = string.Join(", ", places.Select(place => $"'{place.Path}' on '{place.Mount!.Path}'"));
        return DoctorFinding.Warning(
            $"Blobs and slots are on different mounts ({where}): every model is copied and takes its space twice.",
            $"Mount one file system at '{root}' and nothing below it.");
    }

    /// <summary>Room for a second generation as large as the active one, with <paramref name="reserve"/> bytes left over.</summary>
    public static DoctorFinding RoomForTwo(string root, long reserve)
    {
        if (!Directory.Exists(root))
            return DoctorFinding.Failure($"'{root}' does not exist.", "Start gitedge-agent once.");
        var free = new DriveInfo(root).AvailableFreeSpace;
        var active = SizeOf(Path.Combine(root, "active"));
        var reclaimable = SlotChecks.InactiveOf(root) is { } inactive ? SizeOf(inactive) : 0;
        var found = $"{Words.Size(free)} free; a second generation of {Words.Size(active)} and the reserve of {Words.Size(reserve)} need {Words.Size(active + reserve)}";
        if (free >= active + reserve)
            return DoctorFinding.Ok(found + ".");
        return free + reclaimable >= active + reserve
            ? DoctorFinding.Warning($"{found}: it fits only once the {Words.Size(reclaimable)} of the inactive slot are given up.", "Free space on this disk.")
            : DoctorFinding.Failure($"{found}: the next release cannot be staged.", "Free space on this disk, or release smaller models.");
    }

    private static long SizeOf(string directory) => !Directory.Exists(directory) ? 0 : new DirectoryInfo(Real(directory))
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Sum(file => file.Length);

    private static string Real(string directory) =>
        new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory;
}
