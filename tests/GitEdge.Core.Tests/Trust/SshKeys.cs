using System.Collections.Concurrent;
using System.Text;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Keys and signatures made by the real ssh-keygen; one folder for the whole run.</summary>
internal static class SshKeys
{
    private static readonly string Folder = CreateFolder();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new(StringComparer.Ordinal);

    /// <summary>The release manager's key.</summary>
    public static string Manager => Path("manager", "ed25519");

    /// <summary>Somebody else's key.</summary>
    public static string Stranger => Path("stranger", "ed25519");

    /// <summary>The path of a private key; made when first asked for.</summary>
    public static string Path(string name, string type, int bits = 0) => Made.GetOrAdd($"{name}-{type}-{bits}", id => new Lazy<string>(() =>
    {
        var path = System.IO.Path.Combine(Folder, id);
        string[] size = bits == 0 ? [] : ["-b", $"{bits}"];
        Tool.Run("ssh-keygen", ["-q", "-t", type, .. size, "-N", "", "-C", name + "@example.org", "-f", path]);
        return path;
    })).Value;

    /// <summary>Type and base64, without the comment.</summary>
    public static string Public(string key) => string.Join(' ', File.ReadAllText(key + ".pub").Split(' ')[..2]);

    /// <summary>The public key in wire format.</summary>
    public static byte[] Blob(string key) => Convert.FromBase64String(Public(key).Split(' ')[1]);

    /// <summary>The armoured signature of a payload, as ssh-keygen writes it.</summary>
    public static byte[] Sign(string key, ReadOnlySpan<byte> payload, string purpose = "git", params string[] options)
    {
        using var folder = new TempDirectory();
        var file = folder["payload"];
        File.WriteAllBytes(file, payload.ToArray());
        Tool.Run("ssh-keygen", ["-q", "-Y", "sign", "-n", purpose, .. options, "-f", key, file]);
        return File.ReadAllBytes(file + ".sig");
    }

    /// <summary>Whether ssh-keygen itself takes a signature with this allowed_signers file.</summary>
    public static bool Accepts(string allowedSigners, string principal, byte[] payload, byte[] armour)
    {
        using var folder = new TempDirectory();
        File.WriteAllBytes(folder["sig"], armour);
        File.WriteAllText(folder["allowed"], allowedSigners);
        return Tool.Try("ssh-keygen", ["-Y", "verify", "-f", folder["allowed"], "-I", principal, "-n", "git", "-s", folder["sig"]],
            input: payload).ExitCode == 0;
    }

    private static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("gitedge-keys-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
