using GitEdge.Inference.Models;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Serving;

/// <summary>What became of a request on one version.</summary>
/// <param name="Problem">Why there is no answer; null when there is one.</param>
/// <param name="Note">What was seen in it; null when there is none.</param>
/// <param name="Took">How long it took to fail.</param>
/// <param name="Ran">How long its client let it run before it was ended; zero when it was not ended.</param>
internal readonly record struct Attempt(ProtocolError? Problem, RunNote? Note, TimeSpan Took = default, TimeSpan Ran = default)
{
    /// <summary>Not a status that anyone gets: the client has gone.</summary>
    public const int GaveUp = StatusCodes.Status499ClientClosedRequest;

    /// <summary>Whether it was ended because its client would not wait any longer.</summary>
    public bool WasEnded => Problem?.Status is GaveUp or StatusCodes.Status504GatewayTimeout;

    /// <summary>Whether the request was turned away for what it is.</summary>
    public bool IsRejection => Problem?.Status == StatusCodes.Status400BadRequest;
}
