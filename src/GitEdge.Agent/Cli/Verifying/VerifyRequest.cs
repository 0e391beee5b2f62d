namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What <c>gitedge verify</c> was asked.</summary>
/// <param name="AllowedSigners">Path of the file that names who may sign.</param>
/// <param name="Tag">Path of the tag's raw bytes; <c>-</c> is standard input.</param>
/// <param name="Ref">The name the tag came under, with or without <c>refs/tags/</c>; null leaves names unchecked.</param>
internal sealed record VerifyRequest(string AllowedSigners, string Tag, string? Ref);
