using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring;

/// <summary>
/// Looks at a tag as devices will. Needed although git reports success: git 2.39 makes an unsigned tag and ends with 0 when
/// the private key is not there.
/// </summary>
internal static class TagCheck
{
    private const string Signature = "-----BEGIN SSH SIGNATURE-----\n";

    /// <summary>Refuses a tag that devices would refuse.</summary>
    /// <exception cref="GitFailedException">The tag is no annotated tag.</exception>
    public static async Task<Refusal?> RunAsync(GitCli git, string tag, CancellationToken cancellation)
    {
        var text = (await git.RunAsync(["cat-file", "tag", tag], cancellation)).Text;
        var signature = text.IndexOf(Signature, StringComparison.Ordinal);
        if (signature < 0)
            return new Refusal($"git made the tag {tag} without an SSH signature; its own words stand above", "check the signing key (git config user.signingkey, ssh-agent, hardware key) and run the same command again; nothing has changed");
        var content = await git.RunAsync(["cat-file", "blob", $"{tag}:{FleetLayout.LockFile}"], cancellation);
        if (!text[..signature].EndsWith($"\n{new LockTrailer(Sha256Digest.Of(content.Bytes))}\n", StringComparison.Ordinal))
            return new Refusal($"the message of tag {tag} does not end in the digest of its {FleetLayout.LockFile}", "look for a hook or an alias that changes tags, and run the same command again");
        return await CheckSignersAsync(git, tag, cancellation) ?? await CheckTrustAsync(git, tag, cancellation);
    }

    private static async Task<Refusal?> CheckSignersAsync(GitCli git, string tag, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(git.Directory, FleetInit.AllowedSigners)))
            return null;
        var verified = await git.TryAsync(["-c", $"gpg.ssh.allowedSignersFile={FleetInit.AllowedSigners}", "verify-tag", tag], cancellation);
        return verified.Succeeded
            ? null
            : new Refusal($"your key is not one of {FleetInit.AllowedSigners}, so devices would refuse the release", $"add your public key to {FleetInit.AllowedSigners} and commit it, or sign with a key that is there");
    }

    private static async Task<Refusal?> CheckTrustAsync(GitCli git, string tag, CancellationToken cancellation)
    {
        var standing = await ReleaseStanding.FindAsync(MetaSession.ToRead(git), ReleaseRef.Parse(ReleaseRef.Prefix + tag)!, cancellation);
        return standing is not null && !standing.Try(out _, out var refusal) ? refusal : null;
    }
}
