using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Cli.Operating;

/// <summary>Something to ask the agent.</summary>
/// <param name="Action">The word for it in documents.</param>
/// <param name="Member">The method.</param>
/// <param name="Done">What to say when the agent does it.</param>
internal sealed record OperatorRequest(string Action, string Member, string Done)
{
    /// <summary>When a pause ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Writes the method's arguments.</summary>
    public WriteValues Arguments { get; init; } = static _ => { };
}
