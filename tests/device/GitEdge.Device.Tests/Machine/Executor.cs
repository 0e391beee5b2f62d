using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Device.Tests.Machine;

/// <summary>The host's end of the port through which tests/device/image/executor takes commands.</summary>
internal sealed class Executor(NetworkStream stream) : IDisposable
{
    /// <summary>Runs a command of the shell and waits for its end.</summary>
    /// <exception cref="IOException">The device ended meanwhile.</exception>
    public async Task<ToolResult> RunAsync(string command, byte[] input, CancellationToken cancellation)
    {
        var line = Encoding.UTF8.GetBytes(command);
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Length} {input.Length}\n"));
        await stream.WriteAsync((byte[])[.. head, .. line, .. input], cancellation);
        var sizes = (await ReadLineAsync(cancellation)).Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new ToolResult(sizes[0], await ReadAsync(sizes[1], cancellation), await ReadAsync(sizes[2], cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (await ReadAsync(1, cancellation) is var next && next != "\n")
            line.Append(next);
        return line.ToString();
    }

    private async Task<string> ReadAsync(int size, CancellationToken cancellation)
    {
        var bytes = new byte[size];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return Encoding.UTF8.GetString(bytes);
    }
}
