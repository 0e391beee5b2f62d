using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A document that is well formed and not believed: what it says, and the signatures it has.</summary>
/// <typeparam name="T">The kind of document.</typeparam>
/// <param name="File">Its bytes and signatures.</param>
/// <param name="Document">What it says.</param>
internal sealed record Pending<T>(SignedFile File, T Document);
