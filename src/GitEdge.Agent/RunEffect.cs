using GitEdge.Core.Deployments;

namespace GitEdge.Agent;

/// <summary>Carries out one effect and says how it went: the one seam between deciding and doing.</summary>
/// <param name="effect">What is to be done.</param>
/// <param name="cancellation">Ends the attempt when the agent stops.</param>
internal delegate Task<DeploymentEvent> RunEffect(DeploymentEffect effect, CancellationToken cancellation);
