using System.CommandLine;
using System.Text;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Keys;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge release</c>: signs what is committed as the next release of a channel.</summary>
internal static class ReleaseCommand
{
    private const string Examples = """
        gitedge release stable -m "New voice model"
        gitedge release stable --dry-run              what it would sign
        gitedge release stable --again                the same content under a new number
        gitedge release stable --cosign               verify what somebody else released, and sign it too
        """;

    private const string ExitCodes = """
        0  released, or it was already; it says what to push
        1  git or the disk failed
        2  the command line is wrong
        3  the manifests have problems, or an epoch below the trust document's; what is to be co-signed does not hold
        4  not in this state: uncommitted changes, no signing key, behind other releases; nothing was changed
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var channel = new Argument<string>("channel") { Description = "The channel, for example stable." };
        var directory = new Option<string>("--directory", "-C") { Description = "Folder of the fleet repository.", DefaultValueFactory = _ => "." };
        var message = new Option<string?>("--message", "-m") { Description = "Words for people, put into the commit and the tag." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen and write nothing." };
        var again = new Option<bool>("--again") { Description = "Give content that is released already a new number, for example to renew its expiry." };
        var counter = new Argument<long?>("counter") { Description = "With --cosign: the release's number. [default: the newest]", Arity = ArgumentArity.ZeroOrOne };
        var cosign = new Option<bool>("--cosign") { Description = "Verify all of a release that others signed, and add your signature." };
        var meta = new MetaOptions();
        var command = new Command("release",
            "Make the next release of a channel: raise the counter, write GITEDGE.lock, commit, and sign the tag with your own key.\n"
            + "A run that was cut off is finished by running it again.")
        { channel, counter, directory, message, dryRun, again, cosign, meta.Keys, meta.Yes };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(cosign) && (result.GetValue(counter) is not null || result.GetValue(meta.Keys) is { Length: > 0 } || result.GetValue(meta.Yes)))
                result.AddError("a number, --key and --yes go with --cosign");
            if (result.GetValue(meta.Keys) is { Length: > 1 })
                result.AddError("a co-signature is of one key: give --key once");
        });
        command.SetAction((parse, cancellation) => parse.GetValue(cosign)
            ? CosignAsync(parse.GetValue(directory)!, parse.GetValue(meta.Yes), CommandOutput.Of(parse),
                session => new Cosigner(session, ManifestReader.ReadFleet).RunAsync(parse.GetValue(channel)!, parse.GetValue(counter), meta.KeysOf(parse), cancellation))
            : RunAsync(
                parse.GetValue(directory)!,
                new ReleaseRequest { Channel = parse.GetValue(channel)!, Message = parse.GetValue(message), DryRun = parse.GetValue(dryRun), Again = parse.GetValue(again) },
                CommandOutput.Of(parse),
                cancellation));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static Task<int> CosignAsync(string directory, bool yes, CommandOutput output, Func<MetaSession, Task<Attempt<MetaResult>>> run) =>
        MetaOptions.RunAsync(() => MetaOptions.Open(directory, output, yes, mayAsk: true), run, output);

    private static async Task<int> RunAsync(string directory, ReleaseRequest request, CommandOutput output, CancellationToken cancellation)
    {
        try
        {
            var git = new GitCli(Path.GetFullPath(directory));
            var outcome = await new Release(git, ManifestReader.ReadFleet, TimeProvider.System).RunAsync(request, cancellation);
            var code = Report(outcome, output);
            if (outcome is ReleaseOutcome.Released or ReleaseOutcome.Finished)
                await TellWhoIsMissingAsync(git, outcome, output, cancellation);
            return (int)code;
        }
        catch (Exception failure) when (failure is GitFailedException or IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            return (int)output.Fail(failure);
        }
    }

    private static ExitCode Report(ReleaseOutcome outcome, CommandOutput output)
    {
        switch (outcome)
        {
            case ReleaseOutcome.Refused refused:
                return output.Refuse(refused.Reason);
            case ReleaseOutcome.Invalid invalid:
                return output.Reject(invalid.Problems);
            case ReleaseOutcome.Planned planned:
                Describe(planned.Release, output);
                return ExitCode.Ok;
            case ReleaseOutcome.Released released:
                output.Line($"released {released.Tag}");
                TellToPush(released.Tag, released.Branch, output);
                return ExitCode.Ok;
            case ReleaseOutcome.Finished finished:
                output.Line($"{finished.Tag} is released: {finished.Note}");
                TellToPush(finished.Tag, finished.Branch, output);
                return ExitCode.Ok;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private static async Task TellWhoIsMissingAsync(GitCli git, ReleaseOutcome outcome, CommandOutput output, CancellationToken cancellation)
    {
        var tag = outcome is ReleaseOutcome.Released released ? released.Tag : ((ReleaseOutcome.Finished)outcome).Tag;
        var name = ReleaseRef.Parse(ReleaseRef.Prefix + tag)!;
        if (await ReleaseStanding.FindAsync(MetaSession.ToRead(git), name, cancellation) is not { } standing || !standing.Try(out var tally, out _) || tally.Threshold == 1)
            return;
        output.Line($"signed: {tally}");
        if (!tally.IsMet)
            output.Line(FormattableString.Invariant($"Devices take it once the others have run: gitedge release {name.Channel} {name.Counter} --cosign"));
    }

    private static void TellToPush(string tag, string branch, CommandOutput output) =>
        output.Line($"Devices see it after: git push --atomic origin refs/heads/{branch} refs/tags/{tag}");

    private static void Describe(PlannedRelease release, CommandOutput output)
    {
        output.Line($"would release {release.Tag} on branch {release.Branch}; nothing was written");
        output.Line($"--- {release.RolloutPath}");
        output.Line(release.Rollout.TrimEnd());
        output.Line("--- GITEDGE.lock");
        output.Line(Encoding.UTF8.GetString(release.Lock.ToBytes()).TrimEnd());
        output.Line("--- tag message");
        output.Line(release.TagMessage.TrimEnd());
    }
}
