namespace GitEdge.Agent.Inference;

/// <summary>The environment of a trial: nothing of the agent's but what a program needs to be found and started.</summary>
internal static class TrialEnvironment
{
    // DOTNET_ROOT finds the runtime; start-up hooks, profilers, preloads and credentials stay behind.
    private static readonly string[] Kept = ["PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"];

    public static void Restrict(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Except(Kept, StringComparer.Ordinal).ToList())
            environment.Remove(name);
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
    }
}
