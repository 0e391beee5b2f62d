namespace GitEdge.Inference.Admin;

/// <summary>Answer to <c>GET v2/models/{m}/versions/{v}/stats</c>; counted since the load, the warm-up left out.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest"><c>sha256:…</c> of the loaded bytes.</param>
/// <param name="Requests">Answered and failed.</param>
/// <param name="Failures">Requests to this version that got no answer, the rejected ones among them.</param>
/// <param name="Rejected">Requests that did not fit the model's inputs or were malformed (status 400).</param>
/// <param name="BadOutputs">Answers with a NaN or an infinity in any float output.</param>
/// <param name="LongestConstantRun">The longest row of equal answers to requests that differed; 1 for a single answer.</param>
/// <param name="LatencyMicroseconds">Percentiles.</param>
/// <param name="ResidentBytes">Resident memory of the whole process.</param>
/// <param name="Since">When the version was loaded.</param>
internal sealed record StatisticsReply(
    string Name,
    string Version,
    string Digest,
    long Requests,
    long Failures,
    long Rejected,
    long BadOutputs,
    long LongestConstantRun,
    LatencyReply LatencyMicroseconds,
    long ResidentBytes,
    DateTimeOffset Since);
