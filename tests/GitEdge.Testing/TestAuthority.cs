using System.Globalization;

namespace GitEdge.Testing;

/// <summary>A certificate authority of the test's own, made by the real openssl.</summary>
public sealed class TestAuthority
{
    private readonly string _directory;

    /// <summary>Makes an authority in <paramref name="directory"/>.</summary>
    public TestAuthority(string directory, string name = "Test Authority")
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        Tool.Run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", $"/CN={name}", "-keyout", KeyFile, "-out", CertificateFile,
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
    }

    /// <summary>The authority's certificate, PEM.</summary>
    public string CertificateFile => Path.Combine(_directory, "ca.pem");

    private string KeyFile => Path.Combine(_directory, "ca.key");

    /// <summary>Issues a server certificate; PEM files of certificate and key come back.</summary>
    /// <param name="host">The only name in it, apart from 127.0.0.1 when it is <c>localhost</c>.</param>
    /// <param name="expired">Whether it ended yesterday.</param>
    public (string Certificate, string Key) Issue(string host = "localhost", bool expired = false) => Issue(host, expired, "serverAuth");

    /// <summary>Issues a certificate that a client may show; PEM files of certificate and key come back.</summary>
    public (string Certificate, string Key) IssueClient(string name, bool expired = false) => Issue(name, expired, "clientAuth");

    private (string Certificate, string Key) Issue(string host, bool expired, string usage)
    {
        var stem = Path.Combine(_directory, host + (expired ? "-expired" : ""));
        var names = host == "localhost" ? "DNS:localhost,IP:127.0.0.1" : $"DNS:{host}";
        Tool.Run("openssl", ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", $"/CN={host}", "-addext", $"subjectAltName={names}", "-addext", $"extendedKeyUsage={usage}",
            "-keyout", stem + ".key", "-out", stem + ".csr"]);
        // openssl ca can set dates; openssl x509 of Debian 12 cannot.
        File.WriteAllText(stem + ".cnf", $$"""
            [ca]
            default_ca = this
            [this]
            dir = {{_directory}}
            database = {{stem}}.index
            new_certs_dir = {{_directory}}
            serial = {{stem}}.serial
            certificate = {{CertificateFile}}
            private_key = {{KeyFile}}
            default_md = sha256
            policy = any
            copy_extensions = copy
            unique_subject = no
            [any]
            commonName = supplied
            """);
        File.WriteAllText(stem + ".index", "");
        File.WriteAllText(stem + ".serial", Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("X12", CultureInfo.InvariantCulture));
        var (start, end) = expired ? (-3, -1) : (-1, 2);
        Tool.Run("openssl", ["ca", "-batch", "-notext", "-config", stem + ".cnf", "-in", stem + ".csr", "-out", stem + ".pem",
            "-startdate", Date(start), "-enddate", Date(end)]);
        return (stem + ".pem", stem + ".key");
    }

    private static string Date(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
}
