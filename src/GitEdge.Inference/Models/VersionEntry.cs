namespace GitEdge.Inference.Models;

/// <summary>One version in the catalogue.</summary>
/// <param name="Version">Its number, which is the generation's.</param>
/// <param name="State">What it can do.</param>
/// <param name="Reason">Why it is unavailable, or what the warm-up met; empty when there is nothing to tell.</param>
/// <param name="Loaded">Present when ready.</param>
internal sealed record VersionEntry(long Version, ModelState State, string Reason, ModelVersion? Loaded)
{
    /// <summary>The state as the repository extension writes it.</summary>
    public string StateName => State.ToString().ToUpperInvariant();
}
