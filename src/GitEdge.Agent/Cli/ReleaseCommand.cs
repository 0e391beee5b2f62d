using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge release</c>: signs what is committed as the next release of a channel.</summary>
internal static class ReleaseCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var channel = new Argument<string>("channel") { Description = "The channel, for example stable." };
        var directory = new Option<string>("--directory", "-C")
        {
            Description = "Folder of the fleet repository.",
            DefaultValueFactory = _ => ".",
        };
        var message = new Option<string?>("--message", "-m")
        {
            Description = "Words for people, put into the commit and the tag.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen and write nothing." };
        var again = new Option<bool>("--again")
        {
            Description = "Give content that is released already a new number, for example to renew its expiry.",
        };
        var command = new Command(
            "release",
            "Make the next release of a channel: raise the counter, write GITEDGE.lock, commit, and sign the tag with your own key.\n"
                + "A run that was cut off is finished by running it again.\n\nExample: gitedge release stable -m \"New voice model\""
        )
        {
            channel,
            directory,
            message,
            dryRun,
            again,
        };
        command.SetAction(
            (parse, cancellation) =>
                RunAsync(
                    parse.GetValue(directory)!,
                    new ReleaseRequest
                    {
                        Channel = parse.GetValue(channel)!,
                        Message = parse.GetValue(message),
                        DryRun = parse.GetValue(dryRun),
                        Again = parse.GetValue(again),
                    },
                    CommandOutput.Of(parse),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string directory,
        ReleaseRequest request,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        try
        {
            var git = new GitCli(Path.GetFullPath(directory));
            var outcome = await new Release(git, ManifestReader.ReadFleet, TimeProvider.System).RunAsync(
                request,
                cancellation
            );
            return (int)Report(outcome, output);
        }
        catch (Exception failure) when (failure is GitFailedException or IOException or UnauthorizedAccessException)
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

    private static void TellToPush(string tag, string branch, CommandOutput output) =>
        output.Line($"Devices see it after: git push --atomic origin refs/heads/{branch} refs/tags/{tag}");

    private static void Describe(PlannedRelease release, CommandOutput output)
    {
        output.Line($"would release {release.Tag} on branch {release.Branch}; nothing was written");
        output.Line($"--- {release.RolloutPath}");
        output.Line(release.Rollout.TrimEnd());
        output.Line("--- GITEDGE.lock");
        output.Line(release.Lock.TrimEnd());
        output.Line("--- tag message");
        output.Line(release.TagMessage.TrimEnd());
    }
}
