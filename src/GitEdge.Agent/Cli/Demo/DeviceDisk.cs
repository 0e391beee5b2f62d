namespace GitEdge.Agent.Cli.Demo;

/// <summary>
/// A small disk of the device's own, so that it can really be filled up: ext4 on a loop device, else a file system in
/// memory, else a small /dev/shm such as containers have. Where none is allowed, the disk cannot be filled.
/// </summary>
internal sealed class DeviceDisk : IAsyncDisposable
{
    private const int Megabytes = 48;
    private const long SmallSharedMemory = 256L << 20;

    private readonly Commands _commands;
    private bool _isMounted;

    private DeviceDisk(string root, Commands commands) => (Root, _commands) = (root, commands);

    /// <summary>The device's root folder.</summary>
    public string Root { get; private set; }

    /// <summary>What kind of disk it is; null when it cannot be filled.</summary>
    public string? Kind { get; private set; }

    /// <summary>Bytes free.</summary>
    public long Free => new DriveInfo(Root).AvailableFreeSpace;

    private string Ballast => Path.Combine(Root, "somebody-elses-file");

    /// <summary>Makes the smallest real disk that this user may make.</summary>
    public static async Task<DeviceDisk> PrepareAsync(string folder, Commands commands, CancellationToken cancellation)
    {
        var disk = new DeviceDisk(Directory.CreateDirectory(Path.Combine(folder, "device")).FullName, commands);
        var image = Path.Combine(folder, "device.img");
        await using (var file = File.Create(image))
            file.SetLength(Megabytes << 20);
        if (await disk.TryAsync("mkfs.ext4", "-q", "-F", "-m", "0", image) && await disk.TryAsync("mount", "-o", "loop", image, disk.Root))
            (disk.Kind, disk._isMounted) = ($"ext4 of {Megabytes} MB on a loop device", true);
        else if (await disk.TryAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m,mode=0755", "gitedge-demo", disk.Root))
            (disk.Kind, disk._isMounted) = ($"a file system of {Megabytes} MB in memory", true);
        else if (Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm") is { TotalSize: <= SmallSharedMemory, AvailableFreeSpace: > Megabytes << 20 })
            (disk.Kind, disk.Root) = ("this container's small /dev/shm", Directory.CreateDirectory($"/dev/shm/{Path.GetFileName(folder)}").FullName);
        cancellation.ThrowIfCancellationRequested();
        return disk;
    }

    /// <summary>Writes until not a byte is free.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 4096, 1024 })
        {
            try
            {
                var block = new byte[size];
                while (true)
                    ballast.Write(block);
            }
            catch (IOException)
            {
                // Full for blocks of this size: go on with smaller ones.
            }
        }
        ballast.Flush(flushToDisk: true);
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Empty() => File.Delete(Ballast);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isMounted && !await TryAsync("umount", Root))
            await TryAsync("umount", "-l", Root);
        else if (Root.StartsWith("/dev/shm/", StringComparison.Ordinal))
            Directory.Delete(Root, recursive: true);
    }

    private async Task<bool> TryAsync(string command, params string[] arguments)
    {
        try
        {
            return (await _commands.TryAsync(command, arguments, CancellationToken.None)).Code == 0;
        }
        catch (DemoException)
        {
            return false;
        }
    }
}
