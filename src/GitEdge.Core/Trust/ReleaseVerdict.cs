namespace GitEdge.Core.Trust;

/// <summary>What verification says about a release; one of the three below.</summary>
public abstract record ReleaseVerdict
{
    private ReleaseVerdict()
    {
    }

    /// <summary>Newer than all before: remember it, then install it.</summary>
    public sealed record Accepted(VerifiedRelease Release) : ReleaseVerdict;

    /// <summary>The release that was accepted last, unchanged: nothing to remember.</summary>
    public sealed record AlreadyAccepted(VerifiedRelease Release) : ReleaseVerdict;

    /// <summary>Not to be installed.</summary>
    public sealed record Rejected(Rejection Why) : ReleaseVerdict;
}
