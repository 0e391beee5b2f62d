using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>How a release went.</summary>
internal abstract record ReleaseOutcome
{
    private ReleaseOutcome() { }

    /// <summary>Nothing was written: the state of the repository does not allow a release.</summary>
    internal sealed record Refused(Refusal Reason) : ReleaseOutcome;

    /// <summary>Nothing was written: devices would refuse what the repository says.</summary>
    internal sealed record Invalid(IReadOnlyList<ManifestProblem> Problems) : ReleaseOutcome;

    /// <summary>Nothing was written, as asked.</summary>
    internal sealed record Planned(PlannedRelease Release) : ReleaseOutcome;

    /// <summary>Committed, signed, and the branch moved.</summary>
    internal sealed record Released(string Tag, string Branch) : ReleaseOutcome;

    /// <summary>An earlier run had made it, or all of it but the move of the branch.</summary>
    internal sealed record Finished(string Tag, string Branch, string Note) : ReleaseOutcome;
}
