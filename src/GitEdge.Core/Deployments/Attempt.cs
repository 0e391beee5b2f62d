using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>How often one content was cut short before it was proven good or bad.</summary>
/// <param name="Content">The content's digest.</param>
/// <param name="Interruptions">Crashes, power cuts and failed activations that were not shown to be its own fault.</param>
public sealed record Attempt(Sha256Digest Content, int Interruptions);
