using GitEdge.Core.Deployments;

namespace GitEdge.Agent;

/// <summary>Told of every change, after it was persisted.</summary>
/// <param name="before">The state before.</param>
/// <param name="happened">What happened.</param>
/// <param name="after">The state now.</param>
internal delegate void DeploymentChanged(DeploymentState before, DeploymentEvent happened, DeploymentState after);
