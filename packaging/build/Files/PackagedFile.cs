namespace GitEdge.Packaging.Files;

/// <summary>One entry of the package's file tree. Everything belongs to root; other owners are for tmpfiles.d to give.</summary>
/// <param name="Path">Absolute path on the device.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record PackagedFile(string Path, PackagedKind Kind, UnixFileMode Mode)
{
    /// <summary>Absolute path of the content on this machine; where the link leads, for a link; empty for a folder.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the device's owner may edit it.</summary>
    public bool IsConfig { get; init; }

    /// <summary>Whether rpm leaves an edited one in its place.</summary>
    public bool KeepsEdits { get; init; }
}
