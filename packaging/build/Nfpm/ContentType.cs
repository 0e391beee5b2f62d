namespace GitEdge.Packaging.Nfpm;

/// <summary>What an item of <c>contents</c> is (nfpm, "Contents to add to the package").</summary>
internal enum ContentType
{
    /// <summary>One file, or all files of a folder.</summary>
    File,

    /// <summary>A folder with everything below it; its folders belong to the package.</summary>
    Tree,

    /// <summary>A symbolic link; <c>src</c> is where it leads on the device.</summary>
    Symlink,

    /// <summary>A file that the device's owner may edit; an edited one is kept aside when rpm replaces it.</summary>
    Config,

    /// <summary>A file that the device's owner may edit; an edited one stays.</summary>
    ConfigNoReplace,

    /// <summary>An empty folder.</summary>
    Dir,
}
