namespace GitEdge.Inference.Admin;

/// <summary>Answer to <c>GET v2/models/{m}/versions/{v}/stats</c>; counted since the load, the warm-up left out.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest"><c>sha256:…</c> of the loaded bytes.</param>
/// <param name="Requests">Answered and failed; those that deserved no answer are none.</param>
/// <param name="Failures">Requests that got no answer and that the peer answers, or where there is no peer the model failed on.</param>
/// <param name="Mismatched">Of the failures those that do not fit this version's inputs.</param>
/// <param name="Rejected">Requests that were malformed or fit neither this version nor its peer (status 400).</param>
/// <param name="Excused">Requests that this version and its peer alike failed on or answered with a NaN or an infinity.</param>
/// <param name="BadOutputs">Answers to finite inputs with a NaN or an infinity in a float output where the peer has none.</param>
/// <param name="LongestConstantRun">The longest row of equal answers to requests that differed; 1 for a single answer.</param>
/// <param name="LatencyMicroseconds">Percentiles.</param>
/// <param name="ResidentBytes">Resident memory of the whole process, without the requests that are just being read.</param>
/// <param name="Since">When the version was loaded.</param>
internal sealed record StatisticsReply(
    string Name,
    string Version,
    string Digest,
    long Requests,
    long Failures,
    long Mismatched,
    long Rejected,
    long Excused,
    long BadOutputs,
    long LongestConstantRun,
    LatencyReply LatencyMicroseconds,
    long ResidentBytes,
    DateTimeOffset Since);
