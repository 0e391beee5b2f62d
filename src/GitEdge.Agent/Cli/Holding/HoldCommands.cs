using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Keys;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Holding;

/// <summary><c>gitedge hold</c>, <c>recall</c> and <c>resume</c>: one of the role stops; lifting takes the release threshold as well.</summary>
internal static class HoldCommands
{
    private const string HoldExamples = """
        gitedge hold prod --reason "crashes on cold start"           nothing of the channel is activated; what runs goes on
        gitedge hold prod --from 41 --reason "new camera driver"     releases up to 40 still are
        gitedge hold --cosign                                        sign what waits, or what is in force, once more
        """;

    private const string RecallExamples = """
        gitedge recall prod 41 --reason "wrong answers at night"     devices that run it go back to what was good before
        gitedge recall prod 41 --epoch 2 --reason "…"                where its tag, which says the epoch, is gone or nobody's
        """;

    private const string ResumeExamples = """
        gitedge resume prod                the hold is lifted once as many have signed as may release and as may hold
        gitedge resume prod --recall 41    release 41 may run again
        gitedge resume --cosign            the others sign it
        """;

    /// <summary><c>gitedge hold</c>.</summary>
    public static Command Hold()
    {
        var channel = new Argument<string?>("channel") { Description = "The channel.", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<long>("--from") { Description = "Number of the first release that is stopped. [default: all]", HelpName = "COUNTER" };
        var epoch = Epoch("With --from: the epoch of that release. [default: as its tag says, or what is checked out]");
        var reason = Reason();
        var cosign = Cosign("Sign the hold document that waits, or the one in force, once more.");
        var options = new MetaOptions();
        var command = options.AddTo(
            new Command("hold", "Stop a channel: no release of it is activated from now on.") { channel, from, epoch, reason, cosign },
            (parse, session, cancellation) => parse.GetValue(cosign)
                ? new HoldAuthor(session).CosignAsync(options.KeysOf(parse), cancellation)
                : HoldAsync(session, new HoldEntry(parse.GetValue(channel)!, 0, parse.GetValue(from), parse.GetValue(reason)!), parse.GetValue(epoch), options.KeysOf(parse), cancellation));
        RequireUnless(command, cosign, channel, reason);
        command.Validators.Add(result =>
        {
            if (result.GetResult(epoch) is not null && result.GetResult(from) is null)
                result.AddError("--epoch is that of the release that --from names; name it, or leave --epoch out");
        });
        return ExampleHelp.AddTo(command, HoldExamples, KeysCommand.ExitCodes);
    }

    /// <summary><c>gitedge recall</c>.</summary>
    public static Command Recall()
    {
        var channel = new Argument<string>("channel") { Description = "The channel." };
        var counter = new Argument<long>("counter") { Description = "The release's number." };
        var epoch = Epoch("The release's epoch. [default: as its tag says]");
        var reason = Reason();
        reason.Required = true;
        var options = new MetaOptions();
        var command = options.AddTo(
            new Command("recall", "Recall a release: devices that run it go back, and none takes it any more.") { channel, counter, epoch, reason },
            (parse, session, cancellation) => RecallAsync(session, new RecallEntry(parse.GetValue(channel)!, 0, parse.GetValue(counter), parse.GetValue(reason)!), parse.GetValue(epoch), options.KeysOf(parse), cancellation));
        return ExampleHelp.AddTo(command, RecallExamples, KeysCommand.ExitCodes);
    }

    /// <summary><c>gitedge resume</c>.</summary>
    public static Command Resume()
    {
        var channel = new Argument<string?>("channel") { Description = "The channel.", Arity = ArgumentArity.ZeroOrOne };
        var recall = new Option<long?>("--recall") { Description = "Number of the release whose recall is lifted, instead of the hold.", HelpName = "COUNTER" };
        var cosign = Cosign("Sign what somebody else began to lift.");
        var options = new MetaOptions();
        var command = options.AddTo(
            new Command("resume", "Lift a hold or a recall; takes as many signatures as a release of the channel and as a hold.") { channel, recall, cosign },
            (parse, session, cancellation) => parse.GetValue(cosign)
                ? new HoldAuthor(session).CosignAsync(options.KeysOf(parse), cancellation)
                : new HoldAuthor(session).ChangeAsync((_, document) => HoldEdit.Resume(document, parse.GetValue(channel)!, parse.GetValue(recall)), onPending: true, options.KeysOf(parse), cancellation));
        RequireUnless(command, cosign, channel, null);
        return ExampleHelp.AddTo(command, ResumeExamples, KeysCommand.ExitCodes);
    }

    private static async Task<Attempt<MetaResult>> HoldAsync(
        MetaSession session, HoldEntry hold, long? asked, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var stated = hold.From == 0
            ? new StatedEpoch(new ReleaseRef(hold.Channel, 0), 0, null)
            : await StatedEpoch.FindAsync(session, ManifestReader.ReadRollout, new ReleaseRef(hold.Channel, hold.From), asked, cancellation);
        // A release that is still to come is of the epoch that is checked out.
        if (stated is { Epoch: null, Tags: null })
            stated = stated with { Epoch = await ReleaseEpoch.FindNextAsync(session.Git, ManifestReader.ReadRollout, hold.Channel, cancellation) };
        return await new HoldAuthor(session).ChangeAsync(
            (state, document) => (CheckChannel(state, hold.Channel) ?? stated.Check(state, session)) is { } refused ? refused
                : HoldEdit.Hold(document, hold with { Epoch = stated.Epoch!.Value }),
            onPending: false, keys, cancellation);
    }

    private static async Task<Attempt<MetaResult>> RecallAsync(
        MetaSession session, RecallEntry recall, long? asked, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var stated = await StatedEpoch.FindAsync(session, ManifestReader.ReadRollout, new ReleaseRef(recall.Channel, recall.Counter), asked, cancellation);
        return await new HoldAuthor(session).ChangeAsync(
            (state, document) => (CheckChannel(state, recall.Channel) ?? stated.Check(state, session)) is { } refused ? refused
                : HoldEdit.Recall(document, recall with { Epoch = stated.Epoch!.Value }),
            onPending: false, keys, cancellation);
    }

    private static Refusal? CheckChannel(MetaState state, string channel) => state.Trust!.Releases.ContainsKey(channel)
        ? null
        : new Refusal($"the trust document knows no channel '{channel}'", $"use one of: {string.Join(", ", state.Trust.Releases.Keys.Order(StringComparer.Ordinal))}") { Code = AuthoringReason.UnknownChannel };

    private static void RequireUnless(Command command, Option<bool> cosign, Argument<string?> channel, Option<string?>? reason) => command.Validators.Add(result =>
    {
        if (result.GetValue(cosign))
            return;
        if (string.IsNullOrEmpty(result.GetValue(channel)))
            result.AddError("name the channel");
        if (reason is not null && string.IsNullOrEmpty(result.GetValue(reason)))
            result.AddError("say why, with --reason TEXT");
    });

    private static Option<string?> Reason() => new("--reason") { Description = "Why, for people.", HelpName = "TEXT" };

    private static Option<long?> Epoch(string description) => new("--epoch") { Description = description, HelpName = "N" };

    private static Option<bool> Cosign(string description) => new("--cosign") { Description = description };
}
