using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Trust;

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
        Accepted = new StateFile<AcceptedRelease>(Path.Combine(_folder, "accepted"), WriteAccepted, ReadAccepted);
    }

    /// <summary>The deployment machine's state.</summary>
    public StateFile<DeploymentState> Journal { get; }

    /// <summary>The release last accepted.</summary>
    public StateFile<AcceptedRelease> Accepted { get; }

    /// <summary>Makes the folder when it is missing; needed before the first write.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Prepare() => Directory.CreateDirectory(_folder);

    private static byte[] WriteAccepted(AcceptedRelease release) =>
        JsonSerializer.SerializeToUtf8Bytes(release, TrustJsonContext.Default.AcceptedRelease);

    private static AcceptedRelease? ReadAccepted(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, TrustJsonContext.Default.AcceptedRelease);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
