namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A key to sign with: a file, or a public key whose private one ssh-agent has.</summary>
/// <param name="Text">Path of a private or public key; or a public key itself.</param>
/// <param name="IsPath">Which of the two.</param>
internal sealed record SignKey(string Text, bool IsPath)
{
    private const string Literal = "key::";

    /// <summary>The keys that were named; the one Git signs with when none was.</summary>
    public static async Task<Attempt<List<SignKey>>> FindAsync(GitCli git, IReadOnlyList<string> named, CancellationToken cancellation)
    {
        if (named.Count > 0)
            return named.Select(path => new SignKey(Path.GetFullPath(path), IsPath: true)).ToList();
        if (await SigningKey.ConfiguredAsync(git, "gpg.format", cancellation) is not "ssh"
            || await SigningKey.ConfiguredAsync(git, "user.signingkey", cancellation, "--type=path") is not { } configured)
            return new Refusal("nobody said which key signs, and Git has no SSH signing key", $"name it with --key FILE, or {SigningKey.HowTo}") { Code = AuthoringReason.KeyMissing };
        if (configured.StartsWith(Literal, StringComparison.Ordinal))
            return new List<SignKey> { new(configured[Literal.Length..], IsPath: false) };
        return new List<SignKey> { configured.StartsWith("ssh-", StringComparison.Ordinal) ? new(configured, IsPath: false) : new(Path.GetFullPath(configured, git.Directory), IsPath: true) };
    }
}
