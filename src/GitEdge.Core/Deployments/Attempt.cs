using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>How often one content was cut short before it was proven good or bad.</summary>
/// <param name="Content">The content's digest.</param>
/// <param name="Cuts">While nothing of it had run: power cuts and restarts in a long download, trials that did not work.</param>
/// <param name="Interruptions">Once it had run: crashes, power cuts and failures that were not shown to be its own fault.</param>
public sealed record Attempt(Sha256Digest Content, int Cuts, int Interruptions);
