using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>A device that its fleet has a desired state for, proven by the trust root it will be enrolled with.</summary>
/// <param name="Root">What it believes.</param>
/// <param name="Fleet">The fleet, as the release says.</param>
/// <param name="Device">The device, as the release says.</param>
/// <param name="Release">The release that the agent would take first.</param>
/// <param name="Desired">What it means for the device.</param>
internal sealed record SurveyedDevice(TrustRoot Root, FleetRepository Fleet, DeviceManifest Device, VerifiedRelease Release, DesiredState Desired)
{
    /// <summary>What else the repository offers, and why it is not believed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
