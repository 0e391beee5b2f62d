namespace GitEdge.Linux.Files;

/// <summary>What a name in a folder stands for.</summary>
public enum FileKind
{
    /// <summary>Nothing is there, or it cannot be told.</summary>
    Unknown = 0,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, whatever it leads to.</summary>
    Link,

    /// <summary>A pipe, a device or a socket: opening one may wait for ever, or do something.</summary>
    Special,
}
