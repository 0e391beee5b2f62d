using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Protocol;

/// <summary>Why a request is not answered, in the Open Inference Protocol's form <c>{"error": "…"}</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What was expected, what was got, and of which input or model.</param>
internal sealed record ProtocolError(int Status, string Message)
{
    /// <summary>Bounded and on one line: parts of it may be the client's or the model's own words.</summary>
    public string Message { get; } = ControlText.Brief(Message, 2 * ControlText.Longest);

    public static ProtocolError BadRequest(string message) => new(400, message);

    public static ProtocolError NotFound(string message) => new(404, message);

    public static ProtocolError Unavailable(string message) => new(503, message);
}
