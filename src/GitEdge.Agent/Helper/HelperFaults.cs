using System.Globalization;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Helper;

/// <summary>What the helper says no to.</summary>
internal static class HelperFaults
{
    /// <summary>Bytes that are no evidence.</summary>
    public static Fault NoEvidence() => new(FaultKind.Permanent, HelperReason.EvidenceInvalid,
        "What was handed over is no evidence of a release, or more than may be.", "Update agent and helper together: they come in one package.");

    /// <summary>Staging without a proven release.</summary>
    public static Fault NothingOffered() => new(FaultKind.Transient, HelperReason.NothingOffered,
        "No release is proven here that could be staged, or what proved it is gone.", "Nothing: it is proven again at the next poll.");

    /// <summary>Bytes that nobody asked for.</summary>
    public static Fault Unasked(long size) => new(FaultKind.Transient, HelperReason.ArtifactUnasked, string.Create(CultureInfo.InvariantCulture,
        $"An artifact of {size} bytes was handed over that is none of the proven release."), "Nothing at first: it is fetched again. If it stays, look for I/O errors in 'dmesg'.");

    /// <summary>A generation that may not be run.</summary>
    public static Fault Unknown(long number) => new(FaultKind.Waiting, HelperReason.GenerationUnknown, string.Create(CultureInfo.InvariantCulture,
        $"Generation {number} is neither the committed one nor the one being tried, so that it is not run or staged over."),
        "Nothing is changed. Make a new release; 'gitedge status' shows what runs.");
}
