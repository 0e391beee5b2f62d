using System.Text;
using GitEdge.Core.Trust;
using GitEdge.Linux.Crypto;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Bodies of tag objects, right unless a test says otherwise.</summary>
internal static class TagText
{
    public const string Target = "0123456789abcdef0123456789abcdef01234567";
    public const string Object = "object " + Target;
    public const string Type = "type commit";
    public const string Tag = "tag rollout/prod/7";
    public const string Tagger = "tagger Ada Lovelace <ada@example.org> 1750000000 +0200";
    public const string Hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    public const string Trailer = "GitEdge-Lock-SHA256: " + Hex;
    public const string Message = "Release 7\n\n" + Trailer + "\n";
    public const string Headers = Object + "\n" + Type + "\n" + Tag + "\n" + Tagger + "\n";
    public const string Payload = Headers + "\n" + Message;

    /// <summary>libsodium's verification.</summary>
    public static readonly Ed25519Verify Verify = Ed25519.Load().Verify;

    /// <summary>allowed_signers with the manager.</summary>
    public static readonly AllowedSigners Signers = Allow("ada@example.org " + SshKeys.Public(SshKeys.Manager) + "\n");

    private static readonly Lazy<byte[]> SignedOnce = new(() => Signed(Payload));

    /// <summary>A right tag, signed by the manager.</summary>
    public static byte[] Good => [.. SignedOnce.Value];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A body with the manager's signature over the payload.</summary>
    public static byte[] Signed(string payload, string? key = null, string purpose = "git", params string[] options) =>
        Signed(Bytes(payload), key, purpose, options);

    public static byte[] Signed(byte[] payload, string? key = null, string purpose = "git", params string[] options) =>
        [.. payload, .. SshKeys.Sign(key ?? SshKeys.Manager, payload, purpose, options)];

    /// <summary>A body with a signature that was put together by hand, and never right.</summary>
    public static byte[] Forged(byte[] blob, string payload = Payload) => Bytes(payload + Armour(blob));

    /// <summary>The armour ssh-keygen would write.</summary>
    public static string Armour(byte[] blob)
    {
        var lines = Convert.ToBase64String(blob).Chunk(70).Select(line => new string(line) + "\n");
        return $"-----BEGIN SSH SIGNATURE-----\n{string.Concat(lines)}-----END SSH SIGNATURE-----\n";
    }

    public static AllowedSigners Allow(string text, bool patterns = false)
    {
        Assert.True(AllowedSigners.TryParse(Bytes(text), patterns, out var signers, out var faults), string.Join('\n', faults));
        return signers;
    }

    /// <summary>Verifies with the manager allowed.</summary>
    public static Checked<VerifiedTag> Check(byte[] body) => TagVerifier.Verify(body, Signers, Verify);

    /// <summary>The reason for which a value is not there.</summary>
    public static RejectionReason Reason<T>(Checked<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        return outcome.Rejection!.Reason;
    }
}
