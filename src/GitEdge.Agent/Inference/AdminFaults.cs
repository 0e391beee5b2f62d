using System.Net;
using System.Net.Sockets;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Inference;

/// <summary>
/// What the server's refusals mean. Only what it says of a model's own bytes is the release's fault for ever: everything
/// else depends on the moment, on the disk or on who else was there, and the same release may well serve next time.
/// </summary>
internal static class AdminFaults
{
    private const string Journal = "See 'systemctl status gitedge-inference' and its journal.";

    /// <summary>The connection failed.</summary>
    public static Fault Unreachable(string what, HttpRequestException e) => IsAway(e)
        ? new Fault(FaultKind.Transient, ServerReason.Unreachable, $"{what}: the server does not answer: {e.Message}.", Journal)
        : new Fault(FaultKind.Transient, ServerReason.BrokenOff, $"{what}: the server did not answer to the end: {e.Message}.",
            $"{Journal} The agent's user must be in the socket's group.");

    public static Fault TimedOut(string what, TimeSpan after) => new(FaultKind.Transient, ServerReason.TimedOut,
        $"{what}: no answer within {after.TotalSeconds:0} s.",
        $"The server is busy or stuck; restart it if it stays: 'systemctl restart gitedge-inference'. {Journal}");

    public static Fault Unreadable(string what, string why) => new(FaultKind.Waiting, ServerReason.UnreadableAnswer,
        $"{what}: {why}", "Install gitedge and gitedge-inference of one version.");

    /// <summary>The server answered with an error.</summary>
    public static Fault Refused(string what, HttpStatusCode status, AdminError? error)
    {
        var code = error?.Code ?? ServerReason.HttpRefused;
        var (kind, cure) = Meaning(code);
        return new Fault(kind, code, $"{what}: {error?.Error ?? $"status {(int)status}"}", cure);
    }

    private static (FaultKind Kind, string Cure) Meaning(string code) => code switch
    {
        "load-failed" => (FaultKind.Permanent, "Load the file with the device's version of ONNX Runtime, which the message names, on a desk; export it anew, and release it again."),
        "unsupported-operator" => (FaultKind.Permanent, "Export the model with operators of the runtime, or with its own functions in it, and release it again."),
        "external-data" => (FaultKind.Permanent, "Write the weights into the model's own file, and release it again."),
        "unsupported-model" => (FaultKind.Permanent, "Release the .onnx file itself, whole, with tensors only going in and out; for scikit-learn set the converter's option zipmap to False."),
        "not-ready" => (FaultKind.Transient, "Nothing: the server was restarted between loading and promoting; the model is loaded again. If it stays, see the reason in its journal."),
        "no-such-file" => (FaultKind.Transient, "Nothing at first: the slot is staged again with the next attempt. If it stays, see that the server's --root is the agent's root, and that nobody removes files from the slots."),
        "unreadable" => (FaultKind.Transient, "Let the server's user read the slots (installing the package again does), and look for errors of the disk in 'dmesg'."),
        "digest-mismatch" => (FaultKind.Transient, "Nothing at first: the slot is staged again with the next attempt. If it stays, the disk changes what is written: see 'dmesg' and replace it."),
        "other-digest" => (FaultKind.Transient, "Nothing: the version is unloaded and loaded again. If it stays, find out who else loads models into the server."),
        "loading" => (FaultKind.Transient, "Nothing: it is tried again when the server has loaded the model."),
        "is-default" => (FaultKind.Transient, "Nothing: it is unloaded once another version answers. If it stays, find out who else promotes versions."),
        "no-memory" => (FaultKind.Transient, "Stop other workloads or add memory; set swap: cold in the profile, or release a smaller variant for this hardware."),
        _ when code.StartsWith("bad-", StringComparison.Ordinal) || code is "no-such-call" or "method" or "no-versions" =>
            (FaultKind.Waiting, "Install gitedge and gitedge-inference of one version."),
        _ => (FaultKind.Transient, $"It is tried again. {Journal}"),
    };

    // connect(2): nobody listens (ECONNREFUSED), or there is no socket (ENOENT, which .NET calls AddressNotAvailable).
    private static bool IsAway(HttpRequestException e) =>
        e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable };
}
