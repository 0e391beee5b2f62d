namespace GitEdge.Core.Trust;

/// <summary>Which paths may stand in GITEDGE.lock.</summary>
internal static class LockPath
{
    private const int MaxLength = 1024;

    /// <summary>Null for a safe path, else what is wrong with it.</summary>
    public static string? FaultOf(string path)
    {
        if (path.Length is 0 or > MaxLength)
            return $"A path has between 1 and {MaxLength} characters";
        if (path == LockFile.FileName)
            return "The lock cannot list itself";
        if (path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl))
            return "A path has no backslash and no control character";
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0)
                return "A path is relative, and has no empty part";
            if (part is "." or "..")
                return "A path does not leave its folder";
            if (part.Equals(".git", StringComparison.OrdinalIgnoreCase))
                return "A path does not go into .git";
        }
        return null;
    }
}
