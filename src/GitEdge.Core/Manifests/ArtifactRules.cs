using System.Net;

namespace GitEdge.Core.Manifests;

/// <summary>From where a device may fetch artifacts over http and https; part of <see cref="AgentManifest"/>.</summary>
public sealed record ArtifactRules
{
    /// <summary>Host names, exact or as <c>*.example.org</c>, which means every name below; null allows any.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>
    /// Networks that are allowed although they are refused by default: loopback, link-local, metadata services, multicast
    /// and what is reserved.
    /// </summary>
    public IReadOnlyList<IPNetwork> AllowAddresses { get; init; } = [];
}
