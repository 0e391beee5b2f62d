using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>Finds out what a device's configuration has to say, and whether the agent would take a release with it.</summary>
/// <param name="request">What was given.</param>
/// <param name="device">The device's id.</param>
/// <param name="visit">The repository.</param>
/// <param name="time">The clock.</param>
internal sealed class DeviceSurvey(EnrollRequest request, DeviceName device, FleetVisit visit, TimeProvider time)
{
    // Each is fetched and judged.
    private const int MaxChannels = 16;

    private TrustRoot? _root;

    /// <summary>What was found, or why the device cannot be enrolled.</summary>
    public async Task<Attempt<SurveyedDevice>> RunAsync(CancellationToken cancellation)
    {
        if (request.TrustFile is { } file)
        {
            if (!TrustRoot.OfFile(file).Try(out var root, out var unusable))
                return unusable;
            _root = root;
        }
        if (!(await visit.FindChannelsAsync(cancellation)).Try(out var channels, out var refusal))
            return refusal;
        if (channels.Length == 0 || (request.Channel is { } given && !channels.Contains(given, StringComparer.Ordinal)))
            return NothingReleased(request.Channel, channels);
        if (request.Channel is null && channels.Length > MaxChannels)
            return new Refusal(FormattableString.Invariant($"the repository has releases of {channels.Length} channels"), $"name the device's with --channel: {string.Join(", ", channels)}") { Code = EnrollReason.ChannelMissing };
        return await SearchAsync(request.Channel is { } only ? [only] : channels, channels, cancellation);
    }

    /// <summary>Every release has the whole fleet, so that one of any channel says which is the device's.</summary>
    private async Task<Attempt<SurveyedDevice>> SearchAsync(IReadOnlyList<string> tried, IReadOnlyList<string> channels, CancellationToken cancellation)
    {
        Refusal? first = null;
        foreach (var channel in tried)
        {
            if (!(await LookAsync(channel, cancellation)).Try(out var found, out var refusal))
            {
                if (refusal.IsFailure)
                    return refusal;
                first ??= refusal;
                continue;
            }
            var own = found.Device.Channel;
            if (own == channel)
                return found;
            if (request.Channel is not null)
                return Differs(own, channel);
            if (!channels.Contains(own, StringComparer.Ordinal))
                return NothingReleased(own, channels);
            return (await LookAsync(own, cancellation)).Try(out found, out refusal)
                ? found.Device.Channel == own ? found : Differs(found.Device.Channel, own)
                : refusal;
        }
        return first!;
    }

    private async Task<Attempt<SurveyedDevice>> LookAsync(string channel, CancellationToken cancellation)
    {
        if (await visit.FetchAsync(channel, cancellation) is { } failed)
            return failed;
        if (_root is null)
        {
            if (!visit.FindRoot(request.TrustDigest!.Value, channel, cancellation).Try(out var found, out var missing))
                return missing;
            _root = found;
        }
        var shown = visit.ReadFleets(channel, cancellation);
        ReleaseOffer? offer = null;
        foreach (var repoId in RepoIds(_root, shown))
        {
            offer = ReleaseForecast.For(await ManifestAsync(_root, channel, repoId, cancellation), visit.Objects, time).At(null, new DeploymentState(), cancellation);
            if (offer is { Release: { } release, Desired: { } desired })
            {
                var fleet = ManifestReader.ReadFleet(release.Files.Contents).Value!;
                return new SurveyedDevice(_root, fleet, fleet.FindDevice(device.Id)!, release, desired)
                {
                    Notes = [.. offer.Distrusted.Append(offer.Paused).Where(fault => fault is not null).Select(fault => $"{fault!.Reason}: {fault.Message} {fault.Cure}")],
                };
            }
        }
        return Refuse(offer!, channel, shown);
    }

    /// <summary>A list of signers does not say of which fleet: what its signers signed does.</summary>
    private IReadOnlyList<Guid> RepoIds(TrustRoot root, IReadOnlyList<FleetRepository> shown) =>
        (request.RepoId ?? root.Document?.RepoId) is { } known ? [known] : [.. shown.Select(fleet => fleet.Fleet.RepoId).DefaultIfEmpty().Distinct()];

    /// <summary>The device as it will be configured, but for what would be its own files.</summary>
    private async Task<AgentManifest> ManifestAsync(TrustRoot root, string channel, Guid repoId, CancellationToken cancellation)
    {
        var path = Path.Combine(visit.Folder, root.FileName);
        await File.WriteAllBytesAsync(path, root.Content, cancellation);
        return new AgentManifest
        {
            Device = device.Id,
            RepoId = repoId,
            Channel = channel,
            AllowedSigners = root.Document is null ? path : null,
            Trust = root.Document is null ? null : path,
            Root = visit.Folder,
            Helper = request.Helper,
            Runtime = visit.Folder,
            Remotes = request.Remotes,
            InferenceAdmin = "",
            InferenceExecutable = "",
        };
    }

    private Refusal Refuse(ReleaseOffer offer, string channel, IReadOnlyList<FleetRepository> shown)
    {
        if (offer.Distrusted is not [var fault, ..])
            return NothingReleased(channel, []);
        // What is not in the fleet is refused as a manifest that cannot be used. The names only help to put it right.
        if (fault.Reason == ReleaseReason.ManifestInvalid && shown is [var fleet, ..] && fleet.FindDevice(device.Id) is null)
        {
            return new Refusal(
                $"fleet '{fleet.Fleet.Name}' has no device '{device.Id}' ({device.Source}) in the newest release of channel '{channel}'; it has {Some(fleet.Devices)}",
                $"add {FleetLayout.Devices}/{device.Id}.yaml and release, or name the device with --device ID") { Code = EnrollReason.DeviceUnknown, IsRejection = true };
        }
        return new Refusal(fault.Message.TrimEnd('.'), fault.Cure.TrimEnd('.')) { Code = fault.Reason, IsRejection = fault.Kind == Core.Primitives.FaultKind.Permanent };
    }

    private static string Some(IReadOnlyList<DeviceManifest> devices) => devices.Count == 0
        ? "none"
        : string.Join(", ", devices.Take(10).Select(one => one.Name)) + (devices.Count > 10 ? ", …" : "");

    private Refusal Differs(string own, string channel) => new(
        $"devices/{device.Id}.yaml in the newest release of channel '{channel}' says that the device follows '{own}'",
        $"give --channel {own}, or correct the device's manifest and release to '{channel}'") { Code = EnrollReason.ChannelDiffers, IsRejection = true };

    private static Refusal NothingReleased(string? channel, IReadOnlyList<string> channels) => new(
        channel is null ? "the repository has no release" : $"the repository has no release of channel '{channel}'{(channels.Count > 0 ? $"; it has some of {string.Join(", ", channels)}" : "")}",
        $"sign one with 'gitedge release {channel ?? "CHANNEL"}', push its tag, and run this again") { Code = EnrollReason.NothingReleased };
}
