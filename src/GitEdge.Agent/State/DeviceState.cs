using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Core.Deployments;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.State;

/// <summary>What a device remembers over restarts, below <c>&lt;root&gt;/state</c>.</summary>
internal sealed class DeviceState
{
    private readonly string _folder;

    /// <summary>The files below <paramref name="root"/>; nothing is read or made yet.</summary>
    public DeviceState(string root)
    {
        _folder = Path.Combine(root, "state");
        Journal = new StateFile<DeploymentState>(
            Path.Combine(_folder, "journal"), DeploymentJson.Write, bytes => DeploymentJson.Read(bytes.Span));
        Custody = new StateFile<Custody>(Path.Combine(_folder, "custody"), DeploymentJson.Write, bytes => DeploymentJson.ReadCustody(bytes.Span));
        Accepted = new StateFile<AcceptedRelease>(Path.Combine(_folder, "accepted"),
            release => JsonSerializer.SerializeToUtf8Bytes(release, TrustJsonContext.Default.AcceptedRelease),
            json => Read(json, TrustJsonContext.Default.AcceptedRelease));
        Trust = new StateFile<RememberedTrust>(Path.Combine(_folder, "trust"),
            trust => JsonSerializer.SerializeToUtf8Bytes(trust, TrustJsonContext.Default.RememberedTrust),
            json => Read(json, TrustJsonContext.Default.RememberedTrust) is { Format: 1 } trust ? trust : null);
        Pause = new StateFile<OperatorPause>(Path.Combine(_folder, "pause"), OperatorPause.Write, bytes => OperatorPause.Read(bytes.Span));
    }

    /// <summary>The deployment machine's state.</summary>
    public StateFile<DeploymentState> Journal { get; }

    /// <summary>Which generations may run, where the slots have an owner of their own.</summary>
    public StateFile<Custody> Custody { get; }

    /// <summary>The release last accepted.</summary>
    public StateFile<AcceptedRelease> Accepted { get; }

    /// <summary>What the device believes of its fleet, on one that goes by trust documents.</summary>
    public StateFile<RememberedTrust> Trust { get; }

    /// <summary>What an operator said about beginning anything new.</summary>
    public StateFile<OperatorPause> Pause { get; }

    /// <summary>Makes the folder when it is missing; needed before the first write.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Prepare() => Directory.CreateDirectory(_folder);

    private static T? Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
