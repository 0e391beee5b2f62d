namespace GitEdge.Agent.Inference;

/// <summary>Stable codes of what goes wrong between agent and server; the server's own codes are told by it.</summary>
internal static class InferenceReason
{
    /// <summary>Nobody listens on the socket: the server is not running, and will serve what is active when it does.</summary>
    public const string Away = "unreachable";

    /// <summary>Somebody listens, but the connection broke or may not be used.</summary>
    public const string Broken = "broken-off";

    /// <summary>The version is loaded with other bytes than it was asked with.</summary>
    public const string OtherDigest = "other-digest";

    /// <summary>What should serve after going back does not.</summary>
    public const string NotBack = "not-back";
}
