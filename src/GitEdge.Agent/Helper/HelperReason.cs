namespace GitEdge.Agent.Helper;

/// <summary>Stable codes for what the helper refuses; docs/reasons.md explains each.</summary>
internal static class HelperReason
{
    /// <summary>What was handed over as evidence is none.</summary>
    public const string EvidenceInvalid = "evidence-invalid";

    /// <summary>No release was proven to the helper, or its files are gone.</summary>
    public const string NothingOffered = "nothing-offered";

    /// <summary>An artifact that no proven release asks for.</summary>
    public const string ArtifactUnasked = "artifact-unasked";

    /// <summary>A generation that is neither committed nor the candidate.</summary>
    public const string GenerationUnknown = "generation-unknown";

    /// <summary>The helper understands a release differently.</summary>
    public const string Disagrees = "helper-disagrees";

    /// <summary>The helper does not answer.</summary>
    public const string Unreachable = "helper-unreachable";
}
