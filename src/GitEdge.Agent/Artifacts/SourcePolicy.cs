using System.Net;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Artifacts;

/// <summary>Judges hosts and addresses by the device's rules. Pure.</summary>
internal sealed class SourcePolicy(ArtifactRules rules)
{
    /// <summary>Whether artifacts may come from a host, as it stands in an address.</summary>
    public bool AllowsHost(string host)
    {
        if (rules.Hosts is not { } hosts)
            return true;
        var name = Plain(host);
        return hosts.Any(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? name.Length >= allowed.Length && name.EndsWith(allowed[1..], StringComparison.Ordinal)
            : name == Plain(allowed));
    }

    /// <summary>Why an address is not to be connected to, as <c>loopback</c>; null when it may be.</summary>
    public string? Objection(IPAddress address)
    {
        var meant = ReservedAddresses.Unwrap(address);
        return rules.AllowAddresses.Any(network => network.Contains(meant)) ? null : ReservedAddresses.Describe(meant);
    }

    // One spelling for each: a dot at the end, brackets, capitals and shortened addresses mean the same host.
    private static string Plain(string host)
    {
        var name = host.TrimEnd('.').Trim('[', ']').ToLowerInvariant();
        return IPAddress.TryParse(name, out var address) ? address.ToString() : name;
    }
}
