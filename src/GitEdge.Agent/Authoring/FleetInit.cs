namespace GitEdge.Agent.Authoring;

/// <summary>
/// Makes a fleet repository. Files that are there already stay; fleet.yaml comes last, so a run that was cut off can be
/// run again.
/// </summary>
internal sealed class FleetInit(GitCli git, TimeProvider clock, Func<Guid> newId)
{
    /// <summary>The signers file; devices get it at enrolment.</summary>
    public const string AllowedSigners = "allowed_signers";

    /// <summary>What was written, or why nothing was.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<(IReadOnlyList<string> Written, Refusal? Refusal)> RunAsync(
        InitRequest request,
        CancellationToken cancellation
    )
    {
        if (File.Exists(Path.Combine(git.Directory, "fleet.yaml")))
            return (
                [],
                new Refusal($"{git.Directory} is a fleet repository already", "edit its files, or name an empty folder")
            );
        var prefix = await git.TryAsync(["rev-parse", "--show-prefix"], cancellation);
        if (prefix is { Succeeded: true, Text.Length: > 0 })
            return (
                [],
                new Refusal(
                    $"{git.Directory} lies inside another Git repository",
                    "a fleet repository is one of its own: name a folder outside, or run it at the top"
                )
            );
        if (!prefix.Succeeded)
            await git.RunAsync(["-c", "init.defaultBranch=main", "init", "--quiet"], cancellation);
        var written = new List<string>();
        if (await SignersAsync(cancellation) is { } signers)
            await WriteAsync(AllowedSigners, signers, written, cancellation);
        foreach (var (path, text) in FleetTemplate.Files(request, clock.GetUtcNow(), newId()))
            await WriteAsync(path, text, written, cancellation);
        return (written, null);
    }

    private async Task WriteAsync(string path, string text, List<string> written, CancellationToken cancellation)
    {
        var file = Path.Combine(git.Directory, path);
        if (File.Exists(file) && new FileInfo(file).Length > 0)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellation);
        written.Add(path);
    }

    private async Task<string?> SignersAsync(CancellationToken cancellation)
    {
        var email = await SigningKey.ConfiguredAsync(git, "user.email", cancellation);
        var key = await SigningKey.ReadPublicAsync(git, cancellation);
        var isPrincipal =
            email is not null
            && email.All(character =>
                char.IsAsciiLetterOrDigit(character) || "@._+-".Contains(character, StringComparison.Ordinal)
            );
        return isPrincipal && key is not null ? $"{email} namespaces=\"git\" {key}\n" : null;
    }
}
