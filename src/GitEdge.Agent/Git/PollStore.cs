namespace GitEdge.Agent.Git;

/// <summary>What is done with one remote; null when something is new and the device's copy is too large to take it.</summary>
/// <param name="store">The device's copy, opened.</param>
/// <param name="endpoint">The remote.</param>
/// <param name="notices">What a person should know is added here.</param>
/// <param name="patience">Ends it, at the latest with the next byte.</param>
internal delegate FetchOutcome? PollStore(GitStore store, GitEndpoint endpoint, List<string> notices, PollPatience patience);
