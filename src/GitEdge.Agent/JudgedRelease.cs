using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>What became of one release of the repository. The set is closed.</summary>
internal abstract record JudgedRelease
{
    private JudgedRelease()
    {
    }

    /// <summary>Proven, and it means something for this device.</summary>
    /// <param name="Release">The release.</param>
    /// <param name="Desired">What it means here.</param>
    /// <param name="IsNew">True when it still has to be remembered.</param>
    public sealed record Usable(VerifiedRelease Release, DesiredState Desired, bool IsNew) : JudgedRelease;

    /// <summary>Not to be used.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Refused(Fault Fault) : JudgedRelease;
}
