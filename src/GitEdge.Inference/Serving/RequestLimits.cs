namespace GitEdge.Inference.Serving;

/// <summary>What the clients of the public listener may take of the server.</summary>
/// <param name="Body">Bytes of the largest body that is taken.</param>
/// <param name="Traffic">Bytes that the requests under way may take together, and the answers as many again; small ones left out.</param>
/// <param name="Connections">Connections at once; the admin listener has as many of its own.</param>
/// <param name="Time">How long one may take, its time in line included; null for as long as it takes.</param>
internal sealed record RequestLimits(long Body, long Traffic, long Connections, TimeSpan? Time)
{
    /// <summary>Bytes a second that a body must come, and an answer be taken, at on average after <see cref="Grace"/>.</summary>
    public const double LeastRate = 16 << 10;

    /// <summary>Bytes of all headers of a request together.</summary>
    public const int Headers = 32 << 10;

    /// <summary>What Kestrel reads ahead of each connection, bytes.</summary>
    public const long ReadAhead = 128 << 10;

    /// <summary>How long either may be slower.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long the headers of a request may take to come.</summary>
    public static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(30);
}
