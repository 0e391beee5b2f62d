using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Who is in the first trust document: those who were named, or whoever makes it.</summary>
internal static class FoundingKeys
{
    /// <summary>Name → keys.</summary>
    public static async Task<Attempt<Dictionary<string, IReadOnlyList<TrustKey>>>> FindAsync(GitCli git, FoundRequest request, CancellationToken cancellation)
    {
        var keys = new List<(string Name, SshPublicKey Key)>();
        foreach (var (name, path) in request.Principals)
        {
            if (!PublicKeyFile.Read(path).Try(out var key, out var refusal))
                return refusal;
            keys.Add((name, key));
        }
        if (keys.Count == 0)
        {
            if (!(await OwnAsync(git, cancellation)).Try(out var own, out var refusal))
                return refusal;
            keys.Add((await SigningKey.ConfiguredAsync(git, "user.email", cancellation) ?? "owner", own));
        }
        return keys.GroupBy(one => one.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<TrustKey>)[.. group.Select(one => new TrustKey(one.Key))], StringComparer.Ordinal);
    }

    private static async Task<Attempt<SshPublicKey>> OwnAsync(GitCli git, CancellationToken cancellation) =>
        await SigningKey.ReadPublicAsync(git, cancellation) is { } text
            ? PublicKeyFile.Parse("user.signingkey", text)
            : new Refusal("no principal is named, and Git has no SSH signing key to take", $"name them with --principal NAME=PUBFILE, or {SigningKey.HowTo}") { Code = AuthoringReason.KeyMissing };
}
