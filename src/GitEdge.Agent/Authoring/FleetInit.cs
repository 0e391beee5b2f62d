using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Authoring;

/// <summary>
/// Makes a fleet repository. Files that are there already stay; fleet.yaml comes last, so a run that was cut off can be
/// run again.
/// </summary>
internal sealed class FleetInit(MetaSession session, Func<Guid> newId)
{
    /// <summary>The trust document that devices are enrolled with.</summary>
    public const string TrustDocument = "trust.json";

    private readonly GitCli _git = session.Git;

    /// <summary>The signers file; devices get it at enrolment.</summary>
    public const string AllowedSigners = "allowed_signers";

    /// <summary>What was written, or why nothing was.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<(IReadOnlyList<string> Written, Refusal? Refusal)> RunAsync(
        InitRequest request,
        CancellationToken cancellation
    )
    {
        if (File.Exists(Path.Combine(_git.Directory, "fleet.yaml")))
            return (
                [],
                new Refusal($"{_git.Directory} is a fleet repository already", "edit its files, or name an empty folder")
            );
        var prefix = await _git.TryAsync(["rev-parse", "--show-prefix"], cancellation);
        if (prefix is { Succeeded: true, Text.Length: > 0 })
            return (
                [],
                new Refusal(
                    $"{_git.Directory} lies inside another Git repository",
                    "a fleet repository is one of its own: name a folder outside, or run it at the top"
                )
            );
        if (!prefix.Succeeded)
            await _git.RunAsync(["-c", "init.defaultBranch=main", "init", "--quiet"], cancellation);
        var written = new List<string>();
        if (await SignersAsync(cancellation) is { } signers)
            await WriteAsync(AllowedSigners, signers, written, cancellation);
        var state = await session.ReadAsync(cancellation);
        var repoId = state.Try(out var before, out _) && (before.Trust ?? before.Next?.Document) is { } known ? known.RepoId : newId();
        foreach (var (path, text) in FleetTemplate.Files(request, session.Now, repoId))
        {
            if (path is FleetLayout.FleetFile)
                await FoundAsync(new FleetFacts(repoId, [request.Channel], FleetTemplate.Epoch), written, cancellation);
            await WriteAsync(path, text, written, cancellation);
        }
        return (written, null);
    }

    /// <summary>The trust document of a fleet of one key; without a key that signs it is made later.</summary>
    private async Task FoundAsync(FleetFacts facts, List<string> written, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(_git.Directory, AllowedSigners)))
            return;
        await new KeysAuthor(session).FoundAsync(new FoundRequest(), facts, cancellation);
        var state = await session.ReadAsync(cancellation);
        if (state.Try(out var after, out _) && after.View is { } view)
            await WriteAsync(TrustDocument, System.Text.Encoding.UTF8.GetString(view.Root.Content.Span), written, cancellation);
    }

    private async Task WriteAsync(string path, string text, List<string> written, CancellationToken cancellation)
    {
        var file = Path.Combine(_git.Directory, path);
        if (File.Exists(file) && new FileInfo(file).Length > 0)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellation);
        written.Add(path);
    }

    private async Task<string?> SignersAsync(CancellationToken cancellation)
    {
        var email = await SigningKey.ConfiguredAsync(_git, "user.email", cancellation);
        var key = await SigningKey.ReadPublicAsync(_git, cancellation);
        var isPrincipal =
            email is not null
            && email.All(character =>
                char.IsAsciiLetterOrDigit(character) || "@._+-".Contains(character, StringComparison.Ordinal)
            );
        return isPrincipal && key is not null ? $"{email} namespaces=\"git\" {key}\n" : null;
    }
}
