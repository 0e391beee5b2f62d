using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary>What agent and helper need before they begin. What stands in the way is told.</summary>
internal static class ServiceStart
{
    /// <summary>The configuration; null when it is not valid.</summary>
    public static AgentManifest? ReadConfiguration(string path, TextWriter errors)
    {
        var agent = AgentConfiguration.Read(path);
        foreach (var problem in agent.Problems)
            errors.WriteLine(problem);
        return agent.Value;
    }

    /// <summary>The lock of a root folder; null when another process has it, or the folder cannot be used.</summary>
    public static RootLock? TakeLock(string root, TextWriter errors)
    {
        var taken = RootLock.TryTake(root, out var fault);
        if (fault is not null)
            errors.WriteLine($"error: {fault.Message} fix: {fault.Cure}");
        return taken;
    }
}
