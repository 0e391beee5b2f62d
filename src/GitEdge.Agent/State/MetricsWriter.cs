using System.Text;
using GitEdge.Core.Status;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.State;

/// <summary>The agent's metrics in a file, for the textfile collector of Prometheus' node_exporter: written whole, never read back.</summary>
/// <param name="path">The file, ending in <c>.prom</c>.</param>
internal sealed class MetricsWriter(string path)
{
    /// <summary>Replaces the metrics in one step.</summary>
    /// <exception cref="IOException">The folder refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(DeviceStatus status, AgentCounters counters) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(MetricsText.Of(status, counters)));
}
