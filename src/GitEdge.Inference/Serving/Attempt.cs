using GitEdge.Inference.Models;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Serving;

/// <summary>What became of a request on one version.</summary>
/// <param name="Problem">Why there is no answer; null when there is one.</param>
/// <param name="Note">What was seen in it; null when there is none.</param>
/// <param name="Took">How long it took to fail.</param>
internal readonly record struct Attempt(ProtocolError? Problem, RunNote? Note, TimeSpan Took = default)
{
    /// <summary>Whether the request was turned away for what it is.</summary>
    public bool IsRejection => Problem?.Status == StatusCodes.Status400BadRequest;
}
