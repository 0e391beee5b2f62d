using System.CommandLine;

namespace GitEdge.Agent.Cli;

/// <summary>
/// Where a command looks: the configuration says, an option overrules it. Without a configuration, or when whoever asks may
/// not read it, where packages put things.
/// </summary>
internal sealed class PlaceOptions
{
    /// <summary><c>--config</c>.</summary>
    public Option<string> Configuration { get; } = AgentConfiguration.Option();

    /// <summary><c>--root</c>.</summary>
    public Option<string?> Root { get; } = new("--root")
    {
        Description = $"The agent's state directory, instead of the configuration's. [default: {DefaultPaths.Root}]",
        HelpName = "DIR",
    };

    /// <summary><c>--runtime</c>.</summary>
    public Option<string?> Runtime { get; } = new("--runtime")
    {
        Description = $"Where the agent writes status.json, instead of the configuration's. [default: {DefaultPaths.Runtime}]",
        HelpName = "DIR",
    };

    /// <summary>The places; null after it was written why the configuration that was asked for says none.</summary>
    public Places? Find(ParseResult parsed)
    {
        var (root, runtime) = (parsed.GetValue(Root), parsed.GetValue(Runtime));
        var read = AgentConfiguration.Read(parsed.GetValue(Configuration)!);
        if (!read.IsValid && parsed.GetResult(Configuration) is { Implicit: false })
        {
            foreach (var problem in read.Problems)
                parsed.InvocationConfiguration.Error.WriteLine(problem);
            return null;
        }
        return new Places(root ?? read.Value?.Root ?? DefaultPaths.Root, runtime ?? read.Value?.Runtime ?? DefaultPaths.Runtime);
    }
}
