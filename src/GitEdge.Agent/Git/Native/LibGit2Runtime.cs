namespace GitEdge.Agent.Git.Native;

/// <summary>
/// Starts libgit2 once for the process, deaf to everything outside: no configuration of the system or of any user is
/// read, whatever the environment says.
/// </summary>
internal static class LibGit2Runtime
{
    private const int SetSearchPath = 5;
    private const int EnableFsync = 19;
    private const int SetPackMaxObjects = 26;
    private const int SetMappedLimit = 3;
    private const int SetWindowSize = 1;
    private const int SetOwnerValidation = 36;
    private const int Megabyte = 1 << 20;

    // git_config_level_t: programdata, system, xdg, global.
    private static readonly int[] ConfigurationLevels = [1, 2, 3, 4];

    private static readonly Lazy<bool> Started = new(Start);

    /// <summary>Starts it; later calls do nothing.</summary>
    public static void Ensure() => _ = Started.Value;

    private static bool Start()
    {
        Require(LibGit2Memory.Install(), "the allocator");
        Require(LibGit2.Initialize() > 0, "git_libgit2_init");
        foreach (var level in ConfigurationLevels)
            Require(LibGit2.SetSearchPath(SetSearchPath, level, "") == LibGit2.Ok, "the configuration search path");
        Require(LibGit2.SetOption(EnableFsync, 1) == LibGit2.Ok, "syncing to disk");
        Require(LibGit2.SetOption(SetPackMaxObjects, new GitLimits().PackObjects) == LibGit2.Ok, "the cap on objects");
        Require(LibGit2.SetOption(SetWindowSize, 8 * Megabyte) == LibGit2.Ok, "the size of a mapped window");
        Require(LibGit2.SetOption(SetMappedLimit, 64 * Megabyte) == LibGit2.Ok, "the limit of mapped memory");
        // A file remote, a USB stick say, belongs to whoever made it. The check guards against hooks and commands in
        // a repository's configuration, and libgit2 runs neither.
        Require(LibGit2.SetOption(SetOwnerValidation, 0) == LibGit2.Ok, "the ownership check");
        return true;
    }

    private static void Require(bool done, string what)
    {
        if (!done)
            throw new InvalidOperationException($"libgit2 could not set {what}: {LibGit2.Error().Message}");
    }
}
