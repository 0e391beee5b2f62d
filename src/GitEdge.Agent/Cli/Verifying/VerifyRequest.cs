namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What <c>gitedge verify</c> was asked.</summary>
/// <param name="AllowedSigners">Path of the file that names who may sign.</param>
/// <param name="VerifyRequired">Whether hardware tokens must have asked for a PIN or a finger.</param>
/// <param name="Subject">What to verify.</param>
internal sealed record VerifyRequest(string AllowedSigners, bool VerifyRequired, VerifySubject Subject);
