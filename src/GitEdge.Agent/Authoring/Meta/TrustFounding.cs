using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Makes the first trust document of a fleet.</summary>
internal static class TrustFounding
{
    /// <summary>The document.</summary>
    /// <param name="facts">What it is for.</param>
    /// <param name="principals">Everybody with their keys.</param>
    /// <param name="request">Who gets which role.</param>
    /// <param name="now">When it is made.</param>
    public static Attempt<TrustDocument> Make(
        FleetFacts facts, IReadOnlyDictionary<string, IReadOnlyList<TrustKey>> principals, FoundRequest request, DateTimeOffset now)
    {
        var names = principals.Keys.Order(StringComparer.Ordinal).ToList();
        if (request.Releases.Keys.FirstOrDefault(channel => !facts.Channels.Contains(channel, StringComparer.Ordinal)) is { } unknown)
            return new Refusal($"the fleet has no channel '{unknown}'", $"use one of: {string.Join(", ", facts.Channels)}") { Code = AuthoringReason.UnknownChannel };
        var fresh = request.Fresh ?? (names.Count == 1 ? new RoleRequest(1, null) : null);
        return new TrustDocument
        {
            RepoId = facts.RepoId,
            Version = 1,
            Created = now,
            Expires = now + request.Lifetime,
            Epoch = facts.Epoch,
            Principals = principals,
            Root = Role(request.Root, names.Count / 2 + 1),
            Releases = facts.Channels.ToDictionary(channel => channel, channel => Role(request.Releases.GetValueOrDefault(channel), Math.Min(2, names.Count)), StringComparer.Ordinal),
            Hold = Role(request.Hold, 1),
            Fresh = fresh is null ? null : Role(fresh, 1),
        };

        TrustRole Role(RoleRequest? asked, int otherwise) => new(asked?.Threshold ?? otherwise, asked?.Principals ?? names);
    }
}
