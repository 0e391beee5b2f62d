namespace GitEdge.Testing;

/// <summary>A real ext4 of a few megabytes on a loop device: to be filled up, made read-only and thrown away. Needs root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>Makes and mounts it.</summary>
    public SmallDisk(int megabytes = 16)
    {
        var image = _directory["disk.img"];
        using (var file = File.Create(image))
            file.SetLength(megabytes * 1024L * 1024);
        Path = Directory.CreateDirectory(_directory["mnt"]).FullName;
        // No reserved blocks, so that what root sees as free is what everyone sees; no journal, so that the size is ours.
        Tool.Run("mkfs.ext4", ["-q", "-F", "-m", "0", "-O", "^has_journal", image]);
        Tool.Run("mount", ["-o", "loop", image, Path]);
        Directory.Delete(this["lost+found"]);
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Absolute path of something inside.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Bytes free.</summary>
    public long Free => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Fills it until at most <paramref name="leaving"/> bytes are free.</summary>
    public void Fill(long leaving = 0)
    {
        using var ballast = new FileStream(this["ballast"], FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[65536];
        try
        {
            while (Free is var free && free > leaving)
                ballast.Write(block.AsSpan(0, free - leaving > block.Length ? block.Length : 4096));
            ballast.Flush(flushToDisk: true);
        }
        catch (IOException) when (leaving == 0)
        {
            // Full is what was asked for.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Empty() => File.Delete(this["ballast"]);

    /// <summary>As the kernel does to a failing disk: every write is refused from now on.</summary>
    public void MakeReadOnly() => Until.TrueAsync(
        // Busy while somebody has a file open to write; that passes.
        () => Tool.Try("mount", ["-o", "remount,ro", Path]).ExitCode == 0, "the disk to become read-only").GetAwaiter().GetResult();

    /// <summary>Takes writes again.</summary>
    public void MakeWritable() => Tool.Run("mount", ["-o", "remount,rw", Path]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tool.Run("umount", ["-l", Path]);
        _directory.Dispose();
    }
}
