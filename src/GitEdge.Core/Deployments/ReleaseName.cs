using System.Globalization;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Deployments;

/// <summary>Which release a generation comes from.</summary>
/// <param name="Channel">The channel, for example <c>stable</c>.</param>
/// <param name="Epoch">The trust epoch it was signed in.</param>
/// <param name="Counter">Its counter within channel and epoch.</param>
/// <param name="Statement">Digest of what was signed.</param>
public sealed record ReleaseName(string Channel, long Epoch, long Counter, Sha256Digest Statement)
{
    /// <summary>The name of a release that may be installed.</summary>
    public static ReleaseName Of(VerifiedRelease release) => new(release.Channel, release.Epoch, release.Counter, release.Statement);

    /// <summary>The name of a release that is remembered.</summary>
    public static ReleaseName Of(AcceptedRelease release) => new(release.Channel, release.Epoch, release.Counter, release.Statement);

    /// <summary><c>stable/7</c>, with the epoch in front once there is more than the first: <c>stable/2.7</c>.</summary>
    public override string ToString() => Epoch <= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Channel}/{Counter}")
        : string.Create(CultureInfo.InvariantCulture, $"{Channel}/{Epoch}.{Counter}");
}
