namespace GitEdge.Packaging.Files;

/// <summary>What an entry of a package is.</summary>
internal enum PackagedKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder that the package brings into being.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,
}
