using GitEdge.Agent.Cli.History;

namespace GitEdge.Agent.Cli.Status;

/// <summary>Where the agent writes, and the clock its status is judged by.</summary>
internal sealed record StatusSource(string Root, string Runtime, TimeProvider Time)
{
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The status; without one, what the history says was committed last.</summary>
    public StatusRead Read()
    {
        var read = StatusReader.Read(Runtime, Now);
        return read.Status is null ? read with { LastCommitted = LastCommitted() } : read;
    }

    private PastDeployment? LastCommitted() => PastDeployments.Of(HistoryFile.Read(Root).Entries)
        .FirstOrDefault(one => one.Outcome is HistoryOutcome.Committed);
}
