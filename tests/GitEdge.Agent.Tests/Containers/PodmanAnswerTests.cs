using System.Net.Sockets;
using System.Text;
using GitEdge.Agent.Containers;

namespace GitEdge.Agent.Tests.Containers;

/// <summary>Answers that a Podman which is well does not give.</summary>
public sealed class PodmanAnswerTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n[")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n10\r\n[")]
    public async Task Answer_that_is_cut_off_is_podman_s_fault_and_not_the_disk_s(string rest)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_directory["podman.sock"]));
        listener.Listen();
        var served = ServeAsync(listener, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{rest}");
        using var podman = new PodmanClient(_directory["podman.sock"]);

        var told = await Assert.ThrowsAsync<HttpRequestException>(() => podman.ListAsync(CancellationToken.None));
        await served;

        Assert.Contains("cut off", told.Message, StringComparison.Ordinal);
    }

    private static async Task ServeAsync(Socket listener, string answer)
    {
        using var client = await listener.AcceptAsync();
        await client.ReceiveAsync(new byte[4096], SocketFlags.None);
        await client.SendAsync(Encoding.ASCII.GetBytes(answer), SocketFlags.None);
        client.Shutdown(SocketShutdown.Both);
    }
}
