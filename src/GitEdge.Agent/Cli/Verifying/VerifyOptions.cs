using System.CommandLine;
using System.CommandLine.Parsing;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>The options of <c>gitedge verify</c>, and which of them go together.</summary>
internal sealed class VerifyOptions
{
    private readonly Option<string> _signers = new("--allowed-signers")
    {
        Description = "Who may sign, in OpenSSH's allowed_signers form.", HelpName = "FILE",
    };

    private readonly Option<bool> _verifyRequired = new("--verify-required")
    {
        Description = "Hardware tokens must have asked for a PIN or a finger, not only for a touch.",
    };

    private readonly Option<string?> _tag = new("--tag")
    {
        Description = "A release's tag: the object's raw bytes, as 'git cat-file tag NAME' prints them; - reads standard input.", HelpName = "FILE",
    };

    private readonly Option<string?> _ref = new("--ref")
    {
        Description = "With --tag and --repo: the name it came under, such as rollout/stable/7; must be the one the signed tag says.", HelpName = "NAME",
    };

    private readonly Option<string?> _commit = new("--commit")
    {
        Description = "A commit: the object's raw bytes, as 'git cat-file commit ID' prints them; - reads standard input.", HelpName = "FILE",
    };

    private readonly Option<string?> _detached = new("--detached")
    {
        Description = "A file that is signed beside it, with 'ssh-keygen -Y sign'; - reads standard input.", HelpName = "FILE",
    };

    private readonly Option<string?> _signature = new("--signature") { Description = "With --detached: the signature.", HelpName = "FILE" };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "With --detached: what it must be signed for, the -n of 'ssh-keygen -Y sign'.", HelpName = "NS",
    };

    private readonly Option<DateTimeOffset?> _at = new("--at")
    {
        Description = "With --detached: the moment that signers' time windows are compared with, as 2026-05-01T06:00:00Z; now if not given.", HelpName = "TIME",
    };

    private readonly Option<string?> _repo = new("--repo")
    {
        Description = "A repository on this machine: verifies the release --ref from the first trust document down to the manifests.", HelpName = "DIR",
    };

    private readonly Option<string?> _trust = new("--trust")
    {
        Description = "With --repo: the trust document a device was enrolled with, instead of the repository's own first.", HelpName = "FILE",
    };

    /// <summary>Whether to print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _signers, _tag, _ref, _commit, _detached, _signature, _namespace, _at, _verifyRequired, _repo, _trust, Json })
            command.Options.Add(option);
        command.Validators.Add(Validate);
    }

    /// <summary>Folder, tag and enrolled document, when a repository is to be verified; null for bytes.</summary>
    public (string Folder, string Ref, string? Trust)? ReadRepository(ParseResult parsed) =>
        parsed.GetValue(_repo) is { } folder ? (folder, parsed.GetRequiredValue(_ref)!, parsed.GetValue(_trust)) : null;

    /// <summary>The request of a command line that passed the validator.</summary>
    public VerifyRequest Read(ParseResult parsed, TimeProvider clock) =>
        new(parsed.GetRequiredValue(_signers), parsed.GetValue(_verifyRequired), Subject(parsed, clock));

    private VerifySubject Subject(ParseResult parsed, TimeProvider clock)
    {
        if (parsed.GetValue(_tag) is { } tag)
            return new VerifySubject.Tag(tag, parsed.GetValue(_ref));
        if (parsed.GetValue(_commit) is { } commit)
            return new VerifySubject.Commit(commit);
        return new VerifySubject.Detached(parsed.GetValue(_detached)!, parsed.GetValue(_signature)!, parsed.GetValue(_namespace)!,
            parsed.GetValue(_at) ?? clock.GetUtcNow());
    }

    private void Validate(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        if (new Option[] { _tag, _commit, _detached, _repo }.Count(Has) != 1)
            result.AddError("Give one of --tag, --commit and --detached, or --repo: what to verify.");
        else if (Has(_repo))
            ValidateRepository(result, Has);
        else if (!Has(_signers))
            result.AddError("Say who may sign, with --allowed-signers FILE.");
        else if (Has(_trust))
            result.AddError("--trust goes with --repo.");
        else if (Has(_ref) && !Has(_tag))
            result.AddError("--ref goes with --tag and --repo.");
        else if (Has(_detached) && !(Has(_signature) && Has(_namespace)))
            result.AddError("--detached needs --signature and --namespace.");
        else if (!Has(_detached) && (Has(_signature) || Has(_namespace) || Has(_at)))
            result.AddError("--signature, --namespace and --at go with --detached.");
    }

    private void ValidateRepository(CommandResult result, Func<Option, bool> has)
    {
        if (!has(_ref))
            result.AddError("--repo needs --ref.");
        else if (new Option[] { _signers, _signature, _namespace, _at, _verifyRequired }.Any(has))
            result.AddError("With --repo the trust document says who may sign: only --ref, --trust and --json go with it.");
    }
}
