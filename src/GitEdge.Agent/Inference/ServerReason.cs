namespace GitEdge.Agent.Inference;

/// <summary>Stable codes of talking to the model server, beside those it gives itself; docs/reasons.md explains each.</summary>
internal static class ServerReason
{
    /// <summary>Nobody listens on the socket: the server is not running, and will serve what is active when it does.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Somebody listens, but the connection broke or may not be used.</summary>
    public const string BrokenOff = "broken-off";

    /// <summary>No answer in time.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The answer is not of the form this version knows.</summary>
    public const string UnreadableAnswer = "unreadable-answer";

    /// <summary>A refusal without a code of its own.</summary>
    public const string HttpRefused = "http-refused";

    /// <summary>What should serve after going back does not.</summary>
    public const string NotBack = "not-back";
}
