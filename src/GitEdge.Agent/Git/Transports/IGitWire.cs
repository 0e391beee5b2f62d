namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Carries the bytes of Git's smart protocol (gitprotocol-pack(5), gitprotocol-http(5)); libgit2 understands them. Every
/// method may throw <see cref="WireFailureException"/>, or <see cref="OperationCanceledException"/>.
/// </summary>
internal interface IGitWire : IDisposable
{
    /// <summary>Whether each request stands alone, as over http.</summary>
    bool IsStateless { get; }

    /// <summary>Begins a request.</summary>
    void Begin(WireService service);

    /// <summary>Reads what is there, at least one byte; 0 at the end.</summary>
    int Read(Span<byte> buffer);

    /// <summary>Sends, or keeps until the first read.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
