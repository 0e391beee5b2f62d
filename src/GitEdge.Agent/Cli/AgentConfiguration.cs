using System.CommandLine;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary>agent.yaml, as every command reads it.</summary>
internal static class AgentConfiguration
{
    /// <summary>The option <c>--config</c>.</summary>
    public static Option<string> Option() => new("--config")
    {
        Description = "The device's configuration.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultPaths.Configuration,
    };

    /// <summary>The configuration, or every problem of it; a file that cannot be read is one.</summary>
    public static Validated<AgentManifest> Read(string path)
    {
        try
        {
            return ManifestReader.Read(ManifestKinds.Agent, path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Validation.Invalid<AgentManifest>([new ManifestProblem(
                SourceLocation.StartOf(path), $"the file cannot be read: {e.Message.TrimEnd('.')}",
                "enrol the device with 'gitedge enroll', or name its configuration with --config FILE", ManifestRule.Files)]);
        }
    }
}
