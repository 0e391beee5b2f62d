using System.Globalization;
using System.Net;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>Everything that can go wrong with a source, each with its reason code, its words and its cure.</summary>
internal static class FetchFaults
{
    private const string Retried = "Nothing needs to be done: it is tried again, and goes on where it stopped.";

    public static Fault InvalidSource(string source) => Permanent(FetchReason.InvalidSource,
        $"'{SourceName.Clean(source)}' is not an address this device can fetch from.",
        "Name an absolute https:, http: or file: address without a user name or password, and release again.");

    public static Fault NoSource(Sha256Digest digest) => Permanent(FetchReason.NoSource,
        $"No address is given for {digest}.", "Name at least one source in the manifest and release again.");

    public static Fault Cut(SourceName source, string why) => Transient(FetchReason.Cut,
        $"{source} broke off: {SourceName.Clean(why)}", Retried);

    public static Fault Stalled(SourceName source, TimeSpan after) => Transient(FetchReason.Stalled,
        Say($"{source} sent nothing for {after.TotalSeconds:0.###} s."), Retried);

    public static Fault Hangs(SourceName source, TimeSpan after) => Transient(FetchReason.Stalled,
        Say($"'{source}' could not be opened within {after.TotalSeconds:0.###} s: its file system does not answer."),
        "Check the medium or the server of the network share ('mount', 'dmesg'); it is tried again.");

    public static Fault TooSlow(SourceName source, FetchLimits limits) => Transient(FetchReason.TooSlow,
        Say($"{source} sent less than {limits.MinimumRate} bytes per second for {limits.RateWindow.TotalSeconds:0.###} s."), Retried);

    public static Fault NoAnswer(SourceName source, TimeSpan after) => Transient(FetchReason.NoAnswer,
        Say($"{source} did not answer within {after.TotalSeconds:0.###} s."), "Check that the server is up; it is tried again.");

    public static Fault HostNotAllowed(string host) => Permanent(FetchReason.HostNotAllowed,
        $"The host '{SourceName.Clean(host)}' is not one this device may fetch artifacts from.",
        "Add it to artifacts.hosts in the device's agent.yaml and restart gitedge-agent, or name another source; release again.");

    // Where a name has such an address, the release need not be at fault: whoever can forge an answer of a name server
    // must not be able to have a good release remembered as a bad one.
    public static Fault AddressNotAllowed(string host, IPAddress address, string what, bool isLiteral) => new(
        isLiteral ? FaultKind.Permanent : FaultKind.Waiting, FetchReason.AddressNotAllowed,
        $"The host '{SourceName.Clean(host)}' is not fetched from: its address {address} is {what}.",
        $"Name another source and release again; or check who answers for the name. If it is meant, add a network with {address} to artifacts.allowAddresses in the device's agent.yaml and restart gitedge-agent.");

    public static Fault Unreachable(SourceName source, HttpRequestException e) => e.HttpRequestError switch
    {
        _ when e.InnerException is SourceRefusedException refused => refused.Fault,
        HttpRequestError.NameResolutionError => Transient(FetchReason.NameNotResolved, $"The host of {source} has no address: {Why(e)}",
            "Check the device's name server and the address in the manifest; it is tried again."),
        HttpRequestError.SecureConnectionError => Transient(FetchReason.TlsRefused, $"{source} could not prove who it is: {Why(e)}",
            "Check the server's certificate, the device's clock and its trusted authorities (/etc/ssl/certs); it is tried again."),
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse => Transient(FetchReason.BadAnswer,
            $"{source} did not answer as a web server does: {Why(e)}", "Check what listens at that address; it is tried again."),
        _ => Transient(FetchReason.Unreachable, $"{source} cannot be reached: {Why(e)}",
            "Check the device's network and that the server is up; it is tried again."),
    };

    public static Fault Status(SourceName source, HttpStatusCode status, Uri? location) => (int)status switch
    {
        >= 300 and < 400 => Waiting(FetchReason.Redirected, $"{source} redirects to {(location is null ? "nowhere" : Shown(location))}; redirects are not followed.",
            "Put the final address into the manifest and release again."),
        401 or 403 or 407 => Waiting(FetchReason.AccessRefused, $"{source} refuses access (HTTP {(int)status}).",
            "Let this device read the address, or name another source."),
        404 or 410 => Waiting(FetchReason.NotFound, $"{source} does not have it (HTTP {(int)status}).",
            "Upload the artifact to that address, or name another source."),
        408 or 429 or >= 500 => Transient(FetchReason.ServerError, $"{source} cannot serve it now (HTTP {(int)status}).",
            "Look at the server's log; it is tried again."),
        _ => Waiting(FetchReason.Refused, $"{source} answers HTTP {(int)status}.", "Look at the server's log, or name another source."),
    };

    public static Fault Encoded(SourceName source, string encoding) => Waiting(FetchReason.Encoded,
        $"{source} sends it encoded as '{SourceName.Clean(encoding)}' although the bytes themselves were asked for.",
        "Switch compression off for this address on the server.");

    public static Fault WrongRange(SourceName source, string? range) => Waiting(FetchReason.WrongRange,
        $"{source} answers with another range than it was asked for ({SourceName.Clean(range ?? "none")}).",
        "Look at the server, or a cache before it; name another source if it stays.");

    public static Fault NoRanges(SourceName source) => Transient(FetchReason.Cut,
        $"{source} broke off, and does not serve the rest of a file alone.",
        "It is tried again from the beginning; a server that serves ranges would save the transfer.");

    public static Fault WrongSize(SourceName source, long size, string found) => Waiting(FetchReason.WrongSize,
        Say($"{source} has {found} where the release names {size} bytes."),
        "Upload the released file again, or release the file that is there.");

    public static Fault WrongDigest(SourceName source, Sha256Digest digest) => Waiting(FetchReason.WrongDigest,
        $"The bytes from {source} are not {digest}.",
        "Upload the released file again, or release the file that is there. If neither explains it, somebody changed it on the way.");

    public static Fault NotAFile(SourceName source, string why) => Waiting(FetchReason.NotFound,
        $"'{source}' cannot be read: {SourceName.Clean(why)}", "Connect the medium or put the file there, readable for the service's user.");

    /// <summary>One fault for all sources: the most hopeful kind decides, the words name each.</summary>
    public static Fault Combine(IReadOnlyList<Fault> faults)
    {
        if (faults.Count == 1)
            return faults[0];
        var first = faults.FirstOrDefault(f => f.Kind is FaultKind.Transient)
            ?? faults.FirstOrDefault(f => f.Kind is FaultKind.Waiting)
            ?? faults[0];
        var all = faults.Select((f, i) => Say($"({i + 1}) {f.Message}"));
        return first with { Message = Say($"None of {faults.Count} sources served: {string.Join(' ', all)}") };
    }

    private static string Shown(Uri location) =>
        location.IsAbsoluteUri ? SourceName.Of(location).Text : SourceName.Clean(location.OriginalString);

    private static string Why(HttpRequestException e) => SourceName.Clean((e.InnerException ?? e).Message);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Fault Transient(string reason, string message, string cure) => new(FaultKind.Transient, reason, message, cure);

    private static Fault Waiting(string reason, string message, string cure) => new(FaultKind.Waiting, reason, message, cure);

    private static Fault Permanent(string reason, string message, string cure) => new(FaultKind.Permanent, reason, message, cure);
}
