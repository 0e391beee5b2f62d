using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.State;

/// <summary>What a device remembers over restarts, below <c>&lt;root&gt;/state</c>.</summary>
internal sealed class DeviceState
{
    /// <summary>The files below <paramref name="root"/>; the folder is made when it is missing.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public DeviceState(string root)
    {
        var folder = Path.Combine(root, "state");
        Directory.CreateDirectory(folder);
        Journal = new StateFile<DeploymentState>(
            Path.Combine(folder, "journal"), DeploymentJson.Write, bytes => DeploymentJson.Read(bytes.Span));
        Accepted = new StateFile<AcceptedRelease>(Path.Combine(folder, "accepted"), WriteAccepted, ReadAccepted);
    }

    /// <summary>The deployment machine's state.</summary>
    public StateFile<DeploymentState> Journal { get; }

    /// <summary>The release last accepted.</summary>
    public StateFile<AcceptedRelease> Accepted { get; }

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
