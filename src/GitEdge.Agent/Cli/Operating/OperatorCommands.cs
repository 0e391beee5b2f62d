using System.CommandLine;
using GitEdge.Agent.Bus;
using GitEdge.Agent.Cli.Keys;
using GitEdge.Agent.Cli.Output;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Cli.Operating;

/// <summary><c>gitedge reconcile</c>, <c>pause</c> and <c>rollback</c>: what an operator has the agent of this device do, over the bus.</summary>
internal static class OperatorCommands
{
    private const string ExitCodes = """
        0  the agent does it
        1  the agent tried and could not; the output says why
        2  the command line is wrong
        4  no bus, no agent on it, not allowed, or nothing in probation; nothing was changed
        """;

    /// <summary><c>gitedge reconcile</c>.</summary>
    public static Command Reconcile()
    {
        var json = Json();
        var command = new Command("reconcile", "Have the agent look at the repository and at the device now.") { json };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, json, new OperatorRequest("reconcile", "Reconcile", "The agent looks now; 'gitedge status --watch' shows it."), cancellation));
        return ExampleHelp.AddTo(command, "sudo gitedge reconcile    as at the next poll, only now", ExitCodes);
    }

    /// <summary><c>gitedge rollback</c>.</summary>
    public static Command Rollback()
    {
        var json = Json();
        var command = new Command("rollback", "Take back what is in probation, now. Its content is not tried again on this device.") { json };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, json, new OperatorRequest("rollback", "RollBack", "The device goes back to what was committed."), cancellation));
        return ExampleHelp.AddTo(command, "sudo gitedge rollback    while 'gitedge status' shows the phase Probation", ExitCodes);
    }

    /// <summary><c>gitedge pause</c>.</summary>
    public static Command Pause(TimeProvider time)
    {
        var until = new Option<DateTimeOffset?>("--until") { Description = "Until this moment, as 2026-05-01T06:00:00Z. [default: until --off]", HelpName = "TIME" };
        var length = new Option<TimeSpan?>("--for") { Description = "For this long: 90m, 8h, 3d.", HelpName = "DURATION", CustomParser = result => OptionText.Duration(result) };
        var off = new Option<bool>("--off") { Description = "Lift the pause." };
        var json = Json();
        var command = new Command("pause", "Keep this device from beginning anything new. What has begun is finished, drift is repaired.") { until, length, off, json };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(until) is null ? 0 : 1) + (result.GetResult(length) is null ? 0 : 1) + (result.GetResult(off) is null ? 0 : 1) > 1)
                result.AddError("give one of --until, --for and --off");
            else if (result.GetResult(until) is not null && result.GetValue(until) <= time.GetUtcNow())
                result.AddError("--until names a time that is over");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var end = parsed.GetValue(length) is { } duration ? time.GetUtcNow() + duration : parsed.GetValue(until);
            return RunAsync(parsed, json, parsed.GetValue(off) ? Resumed() : Paused(end), cancellation);
        });
        return ExampleHelp.AddTo(command, """
            sudo gitedge pause --for 8h    nothing new is begun during this shift
            sudo gitedge pause             until it is lifted
            sudo gitedge pause --off       lifts it
            """, ExitCodes);
    }

    private static OperatorRequest Resumed() => new("resume", "Resume", "The pause is lifted.");

    private static OperatorRequest Paused(DateTimeOffset? until)
    {
        // Whole seconds, rounded up: a pause is never shorter than was asked for.
        var seconds = until is { } end ? (ulong)Math.Ceiling((end - DateTimeOffset.UnixEpoch).TotalSeconds) : 0;
        var told = until is null ? "until it is lifted" : $"until {Words.Time(DateTimeOffset.FromUnixTimeSeconds((long)seconds))}";
        return new OperatorRequest("pause", "Pause", $"Nothing new is begun on this device {told}.")
        {
            Until = until is null ? null : DateTimeOffset.FromUnixTimeSeconds((long)seconds),
            Arguments = writer => writer.WriteUInt64(seconds),
        };
    }

    private static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    private static async Task<int> RunAsync(ParseResult parsed, Option<bool> json, OperatorRequest request, CancellationToken cancellation)
    {
        try
        {
            await AgentClient.CallAsync(request.Member, request.Arguments, cancellation);
            Print(parsed, json, new OperatorDocument(true, request.Action, request.Until, null), request.Done);
            return (int)ExitCode.Ok;
        }
        catch (BusException e)
        {
            var fault = OperatorFaults.Of(e);
            Print(parsed, json, new OperatorDocument(false, request.Action, null, fault), null);
            return (int)OperatorFaults.CodeOf(fault);
        }
    }

    private static void Print(ParseResult parsed, Option<bool> json, OperatorDocument document, string? done)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(json))
            Terminal.Plain(output).Json(document, CliJson.Default.OperatorDocument);
        else if (document.Problem is { } problem)
            Terminal.Plain(parsed.InvocationConfiguration.Error).Line($"error: {problem.Reason}: {problem.Message} fix: {problem.Cure}");
        else
            Terminal.For(output).Line(done!);
    }
}
