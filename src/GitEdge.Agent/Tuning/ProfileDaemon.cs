namespace GitEdge.Agent.Tuning;

/// <summary>A daemon that has one of several profiles active, and remembers it over a boot.</summary>
/// <param name="Read">What it has; null when it does not run.</param>
/// <param name="Switch">Switches to a profile and waits until it is active. Null when it is, else why not, without a final stop.</param>
internal sealed record ProfileDaemon(Func<CancellationToken, Task<ProfileList?>> Read, Func<string, CancellationToken, Task<string?>> Switch);
