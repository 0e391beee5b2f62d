using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary>Reads agent.yaml for a command.</summary>
internal static class AgentConfiguration
{
    /// <summary>The configuration; null after every problem was written to <paramref name="errors"/>.</summary>
    public static AgentManifest? Read(string path, TextWriter errors)
    {
        try
        {
            var read = ManifestReader.Read(ManifestKinds.Agent, path, File.ReadAllBytes(path));
            foreach (var problem in read.Problems)
                errors.WriteLine(problem);
            return read.Value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{path}: error: cannot be read: {e.Message}; fix: name the device's configuration with --config FILE");
            return null;
        }
    }
}
