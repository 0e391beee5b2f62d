using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GitEdge.Device.Tests.Machine;

/// <summary>QEMU's own control socket (QMP).</summary>
internal sealed class Monitor : IDisposable
{
    private readonly StreamReader _reader;
    private readonly NetworkStream _stream;

    private Monitor(NetworkStream stream)
    {
        _stream = stream;
        _reader = new StreamReader(stream, leaveOpen: true);
    }

    /// <summary>Takes the socket.</summary>
    public static async Task<Monitor> ConnectAsync(NetworkStream stream)
    {
        var monitor = new Monitor(stream);
        await monitor._reader.ReadLineAsync();
        await monitor.ExecuteAsync("qmp_capabilities");
        return monitor;
    }

    /// <summary>Has QEMU do something; what it answers.</summary>
    /// <exception cref="InvalidOperationException">QEMU refuses, or has ended.</exception>
    public async Task<JsonNode?> ExecuteAsync(string command, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command, ["arguments"] = arguments ?? [] };
        await _stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"));
        while (await _reader.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            if (answer["error"] is { } error)
                throw new InvalidOperationException($"QEMU refuses '{command}': {error.ToJsonString()}");
            if (answer.AsObject().ContainsKey("return"))
                return answer["return"];
        }
        throw new InvalidOperationException($"QEMU ended before it answered '{command}'.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
