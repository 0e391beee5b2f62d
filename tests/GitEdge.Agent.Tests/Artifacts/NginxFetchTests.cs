using System.Security.Cryptography.X509Certificates;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

[Trait("Category", "Slow")]
public sealed class NginxFetchTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Https_with_a_trusted_certificate_is_fetched()
    {
        var authority = MakeCertificate();
        using var bench = new FetchBench(adjust: handler => handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        });
        using var nginx = Serve(bench, tls: true);

        await bench.AssertStoredAsync($"https://127.0.0.1:{nginx.Port}/model.onnx");
    }

    [Fact]
    public async Task Https_with_an_unknown_certificate_is_refused()
    {
        MakeCertificate();
        using var bench = new FetchBench();
        using var nginx = Serve(bench, tls: true);

        var fault = await bench.AssertFailedAsync(FaultKind.Transient, "tls-refused", $"https://127.0.0.1:{nginx.Port}/model.onnx");

        Assert.Contains("certificate", fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_is_continued_by_a_range()
    {
        using var bench = new FetchBench();
        using var nginx = Serve(bench);
        bench.LeavePartial(bench.Content.AsSpan(0, 2_000_000));

        var stored = await bench.AssertStoredAsync($"http://127.0.0.1:{nginx.Port}/model.onnx");

        Assert.Equal(1_000_000, stored.Transferred);
        Assert.Contains("\" 206 1000000 ", Assert.Single(nginx.ReadRequests()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_and_redirect_of_a_real_server_are_named()
    {
        using var bench = new FetchBench();
        using var nginx = Serve(bench, more: "location /old { return 301 /model.onnx; }");

        await bench.AssertFailedAsync(FaultKind.Waiting, "not-found", $"http://127.0.0.1:{nginx.Port}/none");
        await bench.AssertFailedAsync(FaultKind.Waiting, "redirected", $"http://127.0.0.1:{nginx.Port}/old");
    }

    [Fact]
    public async Task Server_killed_in_the_middle_and_started_again_loses_nothing()
    {
        using var bench = new FetchBench();
        Task<FetchResult> fetching;
        // Slow enough to be in the middle whenever it is killed.
        using (var slow = Serve(bench, more: "limit_rate 20k;"))
        {
            fetching = bench.FetchAsync($"http://127.0.0.1:{slow.Port}/model.onnx");
            await Until.TrueAsync(() => new FileInfo(bench.Partial) is { Exists: true, Length: > 0 } || fetching.IsCompleted, "the first bytes");
        }
        var fault = Assert.IsType<FetchResult.Failed>(await fetching).Fault;
        Assert.Equal(FaultKind.Transient, fault.Kind);
        var kept = new FileInfo(bench.Partial).Length;
        Assert.InRange(kept, 1, bench.Content.Length - 1);

        using var nginx = Serve(bench);
        var stored = await bench.AssertStoredAsync($"http://127.0.0.1:{nginx.Port}/model.onnx");

        Assert.Equal(bench.Content.Length - kept, stored.Transferred);
    }

    [Fact]
    public async Task Server_that_is_down_and_name_that_does_not_exist_are_named()
    {
        using var bench = new FetchBench();
        using var port = new ClosedPort();

        await bench.AssertFailedAsync(FaultKind.Transient, "unreachable", $"http://127.0.0.1:{port.Number}/model");
        await bench.AssertFailedAsync(FaultKind.Transient, "name-not-resolved", "http://no-such-host.invalid/model");
    }

    private NginxServer Serve(FetchBench bench, bool tls = false, string more = "")
    {
        File.WriteAllBytes(_directory["model.onnx"], bench.Content);
        var certificate = tls ? $"ssl_certificate {_directory["cert.pem"]}; ssl_certificate_key {_directory["key.pem"]};" : "";
        return NginxServer.Start(_directory.Path, $"root {_directory.Path}; {certificate} {more}", tls);
    }

    private X509Certificate2 MakeCertificate()
    {
        Tool.Run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", _directory["key.pem"], "-out", _directory["cert.pem"]]);
        return X509CertificateLoader.LoadCertificateFromFile(_directory["cert.pem"]);
    }
}
