using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitEdge.Agent.Git.Transports;

/// <summary>The certificate a device shows to a remote that asks for one (mutual TLS, RFC 8446 section 4.4.2).</summary>
internal sealed class ClientIdentity : IDisposable
{
    private readonly X509Certificate2Collection _certificates;

    private ClientIdentity(X509Certificate2Collection certificates)
    {
        _certificates = certificates;
        // Offline: nothing is downloaded to find what is missing between the certificate and its authority.
        Context = SslStreamCertificateContext.Create(certificates[0], [.. certificates.Skip(1)], offline: true);
    }

    /// <summary>The certificate with its key, and what follows it in the file.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads certificate and key of a remote; null when it has none.</summary>
    /// <exception cref="WireFailureException">A file cannot be read, holds something else, or they do not belong together.</exception>
    public static ClientIdentity? Load(GitEndpoint endpoint)
    {
        if (endpoint.Options is not { CertFile: { } certFile, KeyFile: { } keyFile })
            return null;
        var pem = WireFiles.Read(endpoint, certFile, "certificate");
        var key = WireFiles.Read(endpoint, keyFile, "key");
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException failure)
        {
            throw WireFiles.Unreadable(endpoint, certFile, "certificate", failure.Message);
        }
        if (certificates.Count == 0)
            throw WireFiles.Unreadable(endpoint, certFile, "certificate", "it holds no PEM certificate");
        try
        {
            certificates[0].Dispose();
            certificates[0] = X509Certificate2.CreateFromPem(pem, key);
            return new ClientIdentity(certificates);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw WireFiles.Unreadable(endpoint, keyFile, "key", $"{failure.Message} It must be the key of the first certificate of {certFile}, not encrypted.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _certificates)
            certificate.Dispose();
    }
}
