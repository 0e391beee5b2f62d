using System.Globalization;
using System.Text;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>
/// What a release says, in one canonical form, whoever signs it and however often: the same number with another statement
/// is an equivocation. Never an object id: text can be added to a signed tag without breaking its signature for Git.
/// </summary>
internal static class ReleaseStatement
{
    /// <summary>The digest of the statement; every field is one line and none can hold a line feed.</summary>
    public static Sha256Digest Of(Guid repoId, ReleaseRef name, string target, Sha256Digest lockDigest) =>
        Sha256Digest.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"gitedge-release-v1\nrepo {repoId:D}\nchannel {name.Channel}\ncounter {name.Counter}\ntarget {target}\nlock {lockDigest.Hex}\n")));
}
