namespace GitEdge.Inference.Metrics;

/// <summary>
/// What went wrong with one request, and whose fault it was. A client can send what no version would answer well, so a
/// version is blamed only for what its peer (the default before it) does better; where there is no peer, for what is not
/// plainly the request's own.
/// </summary>
internal enum RequestFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The request does not fit the model, or is none: status 400.</summary>
    Rejected,

    /// <summary>It went wrong, and would have with the peer.</summary>
    Excused,

    /// <summary>The model or the server failed.</summary>
    Failed,

    /// <summary>The request does not fit this version, and the peer answers it.</summary>
    Mismatched,

    /// <summary>Finite inputs, and an answer that is not.</summary>
    BadOutput,
}
