using System.Diagnostics;
using System.Net.Sockets;
using GitEdge.Agent.Cli.Doctor;
using GitEdge.Agent.Containers;
using GitEdge.Core.Containers;

namespace GitEdge.Agent.Tests.Containers;

/// <summary>Against a real Podman with a store of its own, and a real registry with TLS and a password.</summary>
[Trait("Category", "Slow")]
public sealed class PodmanClientTests : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _directory = new();
    private Process _service = null!;
    private PodmanClient _podman = null!;

    private string Socket => _directory["podman.sock"];

    private string[] Store => ["--root", _directory["store"], "--runroot", _directory["run"], "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"];

    public async Task InitializeAsync()
    {
        _service = Process.Start(new ProcessStartInfo("podman", [.. Store, "system", "service", "--time=0", $"unix://{Socket}"]) { UseShellExecute = false })!;
        await Until.TrueAsync(() => File.Exists(Socket) || _service.HasExited, "Podman's socket");
        _podman = new PodmanClient(Socket);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _podman.Dispose();
        _service.Kill();
        _service.WaitForExit();
        _service.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Image_by_digest_and_container_by_label_are_found_and_removed_and_what_is_used_stays()
    {
        var authority = new TestAuthority(_directory["authority"]);
        using var registry = RegistryServer.Start(_directory["registry"], authority.Issue(), authority.CertificateFile, "localhost");
        var image = await registry.PushAsync("web", new Dictionary<string, string> { ["www/version"] = "v1" });
        Assert.False(await _podman.HasImageAsync(image, CancellationToken.None));

        Pull(registry, authority, image);
        Run("create", "--network", "none", "--name", "owners", image);
        Run("create", "--network", "none", "--name", "by-hand", "--label", $"{ContainerRendering.NameLabel}=web", "--label", "PODMAN_SYSTEMD_UNIT=other.service", image);
        RunIn("web.service", "create", "--network", "none", "--name", "systemd-web", "--label", "PODMAN_SYSTEMD_UNIT=other.service", "--label", $"{ContainerRendering.NameLabel}=web", "--label", $"{ContainerRendering.ContentLabel}=c0ffee", image);

        Assert.True(await _podman.HasImageAsync(image, CancellationToken.None));
        var container = Assert.Single(await _podman.ListAsync(CancellationToken.None));
        Assert.Equal(("web", "c0ffee", false), (container.Name, container.Content, container.IsRunning));
        Assert.False(await _podman.RemoveImageAsync(image, CancellationToken.None));
        await _podman.RemoveContainerAsync(container.Id, CancellationToken.None);
        await _podman.RemoveContainerAsync(container.Id, CancellationToken.None);
        Assert.Empty(await _podman.ListAsync(CancellationToken.None));
        Run("rm", "owners", "by-hand");
        Assert.True(await _podman.RemoveImageAsync(image, CancellationToken.None));
        Assert.True(await _podman.RemoveImageAsync(image, CancellationToken.None));
        Assert.False(await _podman.HasImageAsync(image, CancellationToken.None));
        Assert.Equal(_directory["store"], await _podman.FindStoreAsync(CancellationToken.None));
    }

    [Fact]
    public void Doctor_asks_podman_for_its_version()
    {
        var installed = Tool.Run("podman", ["version", "--format", "{{.Client.Version}}"]).Trim();

        var finding = ContainerChecks.Podman(Socket, _directory["none"]);

        Assert.Equal(ContainerChecks.Judge(installed, isNeeded: false), finding);
        Assert.Contains(installed, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Podman_that_is_not_there_is_told()
    {
        using var nobody = new PodmanClient(_directory["nobody.sock"]);

        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task List_that_does_not_come_is_given_up()
    {
        using var silent = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        silent.Bind(new UnixDomainSocketEndPoint(_directory["silent.sock"]));
        silent.Listen();
        using var podman = new PodmanClient(_directory["silent.sock"]) { ListPatience = TimeSpan.FromMilliseconds(1) };

        var told = await Assert.ThrowsAsync<HttpRequestException>(() => podman.ListAsync(CancellationToken.None));

        Assert.Contains("has not answered", told.Message, StringComparison.Ordinal);
    }

    private void Pull(RegistryServer registry, TestAuthority authority, string image)
    {
        File.WriteAllText(_directory["auth.json"], registry.AuthFile);
        Directory.CreateDirectory(_directory["certs"]);
        File.Copy(authority.CertificateFile, _directory["certs", "ca.crt"]);
        Run("pull", "--quiet", "--authfile", _directory["auth.json"], "--cert-dir", _directory["certs"], image);
    }

    /// <summary>As a unit of systemd's does it.</summary>
    private void RunIn(string unit, params string[] arguments) =>
        Tool.Run("podman", [.. Store, .. arguments], environment: new Dictionary<string, string> { ["PODMAN_SYSTEMD_UNIT"] = unit });

    private void Run(params string[] arguments) => Tool.Run("podman", [.. Store, .. arguments]);
}
