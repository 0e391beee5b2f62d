using GitEdge.Agent.Git;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent;

/// <summary>The remotes of agent.yaml, as the fetcher takes them.</summary>
internal static class RemoteOptions
{
    /// <summary>In the order in which they are asked.</summary>
    public static IReadOnlyList<GitRemoteOptions> Of(IEnumerable<RemoteSpec> remotes) => [.. remotes.Select(Of)];

    private static GitRemoteOptions Of(RemoteSpec remote)
    {
        var options = new GitRemoteOptions
        {
            Name = remote.Name,
            Url = remote.Url,
            CaFile = remote.CaFile,
            TokenFile = remote.TokenFile,
            CertFile = remote.CertFile,
            KeyFile = remote.KeyFile,
            IdentityFile = remote.IdentityFile,
            KnownHostsFile = remote.KnownHostsFile,
        };
        return remote.TokenUser is { } user ? options with { TokenUser = user } : options;
    }
}
