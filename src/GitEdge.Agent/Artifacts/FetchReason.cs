namespace GitEdge.Agent.Artifacts;

/// <summary>Stable codes of fetching artifacts; docs/reasons.md explains each.</summary>
internal static class FetchReason
{
    /// <summary>The manifest names no address that can be fetched from.</summary>
    public const string InvalidSource = "invalid-source";

    /// <summary>The manifest names no address.</summary>
    public const string NoSource = "no-source";

    /// <summary>The host is not one of those the device may fetch from.</summary>
    public const string HostNotAllowed = "host-not-allowed";

    /// <summary>The address is this device, its link, a metadata service or nobody.</summary>
    public const string AddressNotAllowed = "address-not-allowed";

    /// <summary>The source broke off.</summary>
    public const string Cut = "cut";

    /// <summary>The source sends nothing.</summary>
    public const string Stalled = "stalled";

    /// <summary>The source sends too little.</summary>
    public const string TooSlow = "too-slow";

    /// <summary>The source does not answer.</summary>
    public const string NoAnswer = "no-answer";

    /// <summary>The host has no address.</summary>
    public const string NameNotResolved = "name-not-resolved";

    /// <summary>The server could not prove who it is.</summary>
    public const string TlsRefused = "tls-refused";

    /// <summary>What answers is no web server.</summary>
    public const string BadAnswer = "bad-answer";

    /// <summary>No connection.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The server points elsewhere.</summary>
    public const string Redirected = "redirected";

    /// <summary>The server wants a credential.</summary>
    public const string AccessRefused = "access-refused";

    /// <summary>The source does not have it.</summary>
    public const string NotFound = "not-found";

    /// <summary>The server cannot serve it now.</summary>
    public const string ServerError = "server-error";

    /// <summary>Another refusal of the server.</summary>
    public const string Refused = "refused";

    /// <summary>The server changes the bytes.</summary>
    public const string Encoded = "encoded";

    /// <summary>The server answers with another part of the file.</summary>
    public const string WrongRange = "wrong-range";

    /// <summary>The file has another length than was released.</summary>
    public const string WrongSize = "wrong-size";

    /// <summary>The file has other bytes than were released.</summary>
    public const string WrongDigest = "wrong-digest";

    /// <summary>It has not failed: it was interrupted so that a newer release can take its place.</summary>
    public const string Continues = "fetch-continues";
}
