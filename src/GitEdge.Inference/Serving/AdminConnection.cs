namespace GitEdge.Inference.Serving;

/// <summary>Marks a connection that came in through the admin socket. Set by the listener, never by a request.</summary>
internal sealed class AdminConnection
{
    public static readonly AdminConnection Mark = new();
}
