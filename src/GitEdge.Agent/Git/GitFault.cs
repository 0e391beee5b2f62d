namespace GitEdge.Agent.Git;

/// <summary>What went wrong with one remote, for a person and for a machine. Carries no credentials.</summary>
internal sealed record GitFault
{
    /// <summary>What it means for the next move.</summary>
    public required GitFaultKind Kind { get; init; }

    /// <summary>Why.</summary>
    public required GitFaultReason Reason { get; init; }

    /// <summary>The name of the remote.</summary>
    public required string Remote { get; init; }

    /// <summary>What happened and where.</summary>
    public required string Text { get; init; }

    /// <summary>What to do.</summary>
    public required string Cure { get; init; }

    /// <summary>The pause the server asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The reason's stable name, for status and metrics.</summary>
    public string Code => GitFaults.CodeOf(Reason);

    /// <summary>One line with everything.</summary>
    public override string ToString() => $"{Code}: {Text} {Cure}";
}
