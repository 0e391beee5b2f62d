using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Which certificates are good for a remote: the system's authorities, or only those of the remote's own file. Keeps
/// why one was refused. Nothing is downloaded to build a chain, and revocation lists are not asked.
/// </summary>
internal sealed class ServerTrust : IDisposable
{
    private readonly X509Certificate2Collection _authorities;
    private readonly TimeProvider _time;

    private ServerTrust(X509Certificate2Collection authorities, bool pinned, TimeProvider time)
    {
        _authorities = authorities;
        _time = time;
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            TrustMode = pinned ? X509ChainTrustMode.CustomRootTrust : X509ChainTrustMode.System,
        };
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1", "serverAuth"));
        policy.CustomTrustStore.AddRange(authorities);
        Options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate, chain, errors),
        };
    }

    /// <summary>What to give to the connection.</summary>
    public SslClientAuthenticationOptions Options { get; }

    /// <summary>Why the last certificate was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Reads the authorities of a remote.</summary>
    /// <exception cref="WireFailureException">The file cannot be read, or holds no certificate.</exception>
    public static ServerTrust Load(GitEndpoint endpoint, TimeProvider time)
    {
        var authorities = new X509Certificate2Collection();
        if (endpoint.Options.CaFile is not { } file)
            return new ServerTrust(authorities, pinned: false, time);
        var pem = WireFiles.Read(endpoint, file, "CA");
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException failure)
        {
            throw WireFiles.Unreadable(endpoint, file, "CA", failure.Message);
        }
        return authorities.Count > 0
            ? new ServerTrust(authorities, pinned: true, time)
            : throw WireFiles.Unreadable(endpoint, file, "CA", "it holds no PEM certificate");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _authorities)
            authority.Dispose();
    }

    private bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        var reasons = new List<string>();
        if (certificate is null)
            reasons.Add("the server showed no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add("the certificate is for another name");
        foreach (var status in chain?.ChainStatus ?? [])
            reasons.Add(Describe(status.Status, certificate as X509Certificate2));
        Refusal = string.Join("; ", reasons.Distinct(StringComparer.Ordinal));
        return false;
    }

    private string Describe(X509ChainStatusFlags status, X509Certificate2? certificate) => status switch
    {
        X509ChainStatusFlags.NotTimeValid when certificate is not null => string.Create(CultureInfo.InvariantCulture,
            $"the certificate is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}, and this device's clock says {_time.GetUtcNow():u}"),
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            "the certificate was not issued by a trusted authority",
        _ => $"the certificate is refused ({status})",
    };
}
