namespace GitEdge.Agent.Authoring;

/// <summary>The user's SSH signing key, as Git is configured.</summary>
internal static class SigningKey
{
    public const string HowTo =
        "run 'git config gpg.format ssh' and 'git config user.signingkey ~/.ssh/id_ed25519.pub' (make a key with 'ssh-keygen -t ed25519')";

    /// <summary>Refuses when Git would not sign with an SSH key; devices accept no other signature.</summary>
    public static async Task<Refusal?> CheckAsync(GitCli git, CancellationToken cancellation)
    {
        var format = await ConfiguredAsync(git, "gpg.format", cancellation);
        if (format is not "ssh")
            return new Refusal(
                $"Git is set to sign with {format ?? "OpenPGP"}, but devices verify SSH signatures",
                HowTo
            );
        if (
            await ConfiguredAsync(git, "user.signingkey", cancellation) is null
            && await ConfiguredAsync(git, "gpg.ssh.defaultKeyCommand", cancellation) is null
        )
            return new Refusal("Git has no signing key", HowTo);
        return await ConfiguredAsync(git, "user.email", cancellation) is null
            ? new Refusal(
                "Git does not know who you are",
                "run 'git config user.email you@example.org' and 'git config user.name \"Your Name\"'"
            )
            : null;
    }

    /// <summary>The public key as <c>type base64</c>, or null when Git names none that can be read.</summary>
    public static async Task<string?> ReadPublicAsync(GitCli git, CancellationToken cancellation)
    {
        if (await ConfiguredAsync(git, "gpg.format", cancellation) is not "ssh")
            return null;
        if (await ConfiguredAsync(git, "user.signingkey", cancellation, "--type=path") is not { } configured)
            return null;
        var text = configured.StartsWith("key::", StringComparison.Ordinal) ? configured["key::".Length..] : configured;
        if (File.Exists(text))
            text = await File.ReadAllTextAsync(File.Exists($"{text}.pub") ? $"{text}.pub" : text, cancellation);
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var isKey =
            parts.Length >= 2
            && (
                parts[0].StartsWith("ssh-", StringComparison.Ordinal)
                || parts[0].StartsWith("ecdsa-", StringComparison.Ordinal)
                || parts[0].StartsWith("sk-", StringComparison.Ordinal)
            );
        return isKey ? $"{parts[0]} {parts[1]}" : null;
    }

    public static async Task<string?> ConfiguredAsync(
        GitCli git,
        string name,
        CancellationToken cancellation,
        params string[] options
    )
    {
        var value = await git.TryAsync(["config", "--get", .. options, name], cancellation);
        return value.Succeeded && value.Text.Length > 0 ? value.Text : null;
    }
}
