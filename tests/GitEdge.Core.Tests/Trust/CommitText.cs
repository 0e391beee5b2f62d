using System.Text;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Bodies of commit objects, right unless a test says otherwise.</summary>
internal static class CommitText
{
    public const string Tree = "tree 0123456789abcdef0123456789abcdef01234567\n";
    public const string Parent = "parent 89abcdef0123456789abcdef0123456789abcdef\n";
    public const string Author = "author Ada Lovelace <ada@example.org> 1750000000 +0200\n";
    public const string Committer = "committer Charles Babbage <charles@example.org> 1750000060 +0100\n";
    public const string Headers = Tree + Parent + Author + Committer;
    public const string Message = "Change\n\nOf a kind.\n";

    private static readonly Lazy<byte[]> SignedOnce = new(() => Signed(Headers));

    /// <summary>A right commit, signed by the manager.</summary>
    public static byte[] Good => [.. SignedOnce.Value];

    /// <summary>A body with the manager's signature, as Git puts it there.</summary>
    public static byte[] Signed(string headers, string message = Message, string? key = null, string purpose = "git") =>
        Signed(TagText.Bytes(headers), TagText.Bytes(message), payload => SshKeys.Sign(key ?? SshKeys.Manager, payload, purpose));

    /// <summary>A body with a signature over whatever headers and message are given.</summary>
    public static byte[] Signed(byte[] headers, byte[] message, Func<byte[], byte[]> sign)
    {
        byte[] payload = [.. headers, (byte)'\n', .. message];
        return With(headers, message, sign(payload));
    }

    /// <summary>Headers, the signature as the last of them, message.</summary>
    public static byte[] With(byte[] headers, byte[] message, byte[] armour)
    {
        var value = Encoding.Latin1.GetString(armour).TrimEnd('\n').Replace("\n", "\n ", StringComparison.Ordinal);
        return [.. headers, .. Encoding.Latin1.GetBytes($"gpgsig {value}\n\n"), .. message];
    }

    /// <summary>Verifies with the manager allowed.</summary>
    public static Checked<VerifiedCommit> Check(byte[] body) => CommitVerifier.Verify(body, TagText.Signers, TagText.Verify);
}
