namespace GitEdge.Bench.Device;

/// <summary>A device that follows a fleet over https and runs its first release.</summary>
internal sealed class HttpsFleet : IDisposable
{
    private readonly GitHttpServer _web;

    /// <summary>Makes all of it below <paramref name="folder"/>; the agent has stopped again.</summary>
    public HttpsFleet(BenchOptions options, string folder)
    {
        var models = new BenchModels(Path.Combine(folder, "models"), options.Inference);
        Fleet = new BenchFleet(Path.Combine(folder, "fleet"));
        var authority = new TestAuthority(Path.Combine(folder, "authority"));
        Authority = authority.CertificateFile;
        _web = GitHttpServer.Start(Path.Combine(folder, "web"), Fleet.ServedFolder, authority.Issue());
        Device = new BenchDevice(options, Path.Combine(folder, "device"));
        Fleet.Prepare(BenchModels.Build("v6", 1), models.Golden("v6"), TimeSpan.FromSeconds(1));
        Fleet.Push();
        Device.Configure(Fleet, Url, TimeSpan.FromSeconds(1), Authority);
        Device.StartAgent();
        Device.WaitForCommit(1);
        Device.StopAgent();
    }

    /// <summary>The fleet.</summary>
    public BenchFleet Fleet { get; }

    /// <summary>The device.</summary>
    public BenchDevice Device { get; }

    /// <summary>The only authority that vouches for the server, PEM.</summary>
    public string Authority { get; }

    /// <summary>Where the repository is.</summary>
    public string Url => _web.Url("fleet.git");

    /// <inheritdoc/>
    public void Dispose()
    {
        Device.Dispose();
        _web.Dispose();
    }
}
