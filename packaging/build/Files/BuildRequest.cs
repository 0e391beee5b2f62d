namespace GitEdge.Packaging.Files;

/// <summary>Where a package is built, and as of when.</summary>
/// <param name="Root">The working copy's top folder, absolute.</param>
/// <param name="Work">An empty folder for what lies between, absolute.</param>
/// <param name="Out">Where the package goes, absolute.</param>
/// <param name="Time">The time of everything in it: SOURCE_DATE_EPOCH.</param>
internal sealed record BuildRequest(string Root, string Work, string Out, DateTimeOffset Time);
