namespace GitEdge.Agent.Cli;

/// <summary>Where the packages put things.</summary>
internal static class DefaultPaths
{
    public const string Configuration = "/etc/gitedge/agent.yaml";
    public const string Root = "/var/lib/gitedge";
    public const string Helper = "/var/lib/gitedge-helper";
    public const string Runtime = "/run/gitedge";
    public const string InferenceAdmin = "/run/gitedge-inference/admin.sock";
    public const string InferenceExecutable = "/usr/bin/gitedge-inference";
}
