using System.Text.Json;
using GitEdge.Core.Status;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.State;

/// <summary><c>status.json</c> in the runtime folder, which is memory: written whole, never read back by the agent.</summary>
/// <param name="runtime">The runtime folder, for example <c>/run/gitedge</c>.</param>
internal sealed class StatusWriter(string runtime)
{
    /// <summary>The file's name in the runtime folder.</summary>
    public const string FileName = "status.json";

    private readonly string _path = Path.Combine(runtime, FileName);

    /// <summary>Replaces the status in one step.</summary>
    /// <exception cref="IOException">The folder refuses.</exception>
    public void Write(DeviceStatus status)
    {
        Directory.CreateDirectory(runtime);
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.DeviceStatus));
    }
}
