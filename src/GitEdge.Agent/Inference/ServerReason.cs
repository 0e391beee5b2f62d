namespace GitEdge.Agent.Inference;

/// <summary>Stable codes of talking to the model server, beside those it gives itself; docs/reasons.md explains each.</summary>
internal static class ServerReason
{
    /// <summary>No connection to the admin socket.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No answer in time.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The answer is not of the form this version knows.</summary>
    public const string UnreadableAnswer = "unreadable-answer";

    /// <summary>A refusal without a code of its own.</summary>
    public const string HttpRefused = "http-refused";
}
