using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A .pub file, as ssh-keygen writes it.</summary>
internal static class PublicKeyFile
{
    private const int Longest = 64 << 10;

    /// <summary>The key, or why there is none.</summary>
    public static Attempt<SshPublicKey> Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Longest })
                return Refuse(path, "the file is too long for one");
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The key in a text, <c>type base64</c> and perhaps a comment.</summary>
    public static Attempt<SshPublicKey> Parse(string name, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines is not [var line])
            return Refuse(name, "one line of type and base64 is expected");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            return Refuse(name, "one line of type and base64 is expected");
        return SshPublicKey.Parse(words[0], words[1], out var fault) is { } key ? key : Refuse(name, fault.TrimEnd('.'));
    }

    private static Refusal Refuse(string path, string why) =>
        new($"'{path}' is no public key: {why}", "name the .pub file that ssh-keygen wrote beside the private key") { Code = AuthoringReason.KeyUnreadable };
}
