using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>What all commands share that sign something on branch gitedge-meta.</summary>
internal sealed class MetaOptions
{
    /// <summary>Folder of the fleet repository.</summary>
    public Option<string> Directory { get; } = new("--directory", "-C") { Description = "Folder of the fleet repository.", DefaultValueFactory = _ => "." };

    /// <summary>Keys to sign with.</summary>
    public Option<string[]> Keys { get; } = new("--key")
    {
        Description = "Key to sign with: a private key, or a public one whose private key ssh-agent or a token has; may be given several times. [default: git config user.signingkey]",
        HelpName = "FILE",
    };

    /// <summary>Whether to sign without asking.</summary>
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Sign without asking." };

    /// <summary>The command with these options and the action.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">What it does.</param>
    /// <param name="mayAsk">Whether a person is there.</param>
    public Command AddTo(Command command, Func<ParseResult, MetaSession, CancellationToken, Task<Attempt<MetaResult>>> run, bool mayAsk = true)
    {
        command.Add(Directory);
        command.Add(Keys);
        if (mayAsk)
            command.Add(Yes);
        command.SetAction((parse, cancellation) =>
        {
            var output = CommandOutput.Of(parse);
            return RunAsync(() => Open(parse.GetValue(Directory)!, output, !mayAsk || parse.GetValue(Yes), mayAsk), session => run(parse, session, cancellation), output);
        });
        return command;
    }

    /// <summary>The keys that were named.</summary>
    public IReadOnlyList<string> KeysOf(ParseResult parse) => parse.GetValue(Keys) ?? [];

    /// <summary>Runs a command to its exit code, and says how it went.</summary>
    public static async Task<int> RunAsync(Func<MetaSession> open, Func<MetaSession, Task<Attempt<MetaResult>>> run, CommandOutput output)
    {
        try
        {
            if (!(await run(open())).Try(out var result, out var refusal))
                return (int)output.Refuse(refusal);
            foreach (var line in result.Lines)
                output.Line(ControlText.EscapeLines(line));
            if (result.Push is not null)
                output.Line($"Devices see it after: {result.Push}");
            return (int)ExitCode.Ok;
        }
        catch (Exception failure) when (failure is GitFailedException or IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            return (int)output.Fail(failure);
        }
    }

    /// <summary>The session of a command.</summary>
    /// <param name="directory">The fleet repository.</param>
    /// <param name="output">Where it is shown what will be signed.</param>
    /// <param name="yes">Whether it was agreed to beforehand.</param>
    /// <param name="mayAsk">Whether a person is there.</param>
    public static MetaSession Open(string directory, CommandOutput output, bool yes, bool mayAsk) => new(
        new GitCli(Path.GetFullPath(directory)), Ed25519.Load().Verify, TimeProvider.System, lines => Ask(lines, output, yes), new SshKeygen(mayAsk));

    private static Refusal? Ask(IReadOnlyList<string> lines, CommandOutput output, bool yes)
    {
        foreach (var line in lines)
            output.Line(ControlText.EscapeLines(line));
        if (yes)
            return null;
        if (Console.IsInputRedirected)
            return new Refusal("there is no terminal to ask on", "look at what is shown above, and run the command again with --yes") { Code = AuthoringReason.NotConfirmed };
        output.Output.Write("Sign this? [y/N] ");
        output.Output.Flush();
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes"
            ? null
            : new Refusal("it was not agreed to", "nothing has to be done; nothing was changed") { Code = AuthoringReason.NotConfirmed };
    }
}
