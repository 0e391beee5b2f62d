namespace GitEdge.Agent.Cli;

/// <summary>Tells "not allowed to look" from "damaged": to a file that may not be read, the two look alike.</summary>
internal static class StateAccess
{
    /// <summary>Returns when every state file below <paramref name="root"/> that exists may be read.</summary>
    /// <exception cref="UnauthorizedAccessException">One may not.</exception>
    public static void Require(string root)
    {
        var folder = Path.Combine(root, "state");
        if (!Directory.Exists(root))
            return;
        // Listing the root itself fails where it may not be entered, which Exists would hide.
        _ = Directory.EnumerateFileSystemEntries(root).Any();
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.?"))
            File.OpenRead(path).Dispose();
    }
}
