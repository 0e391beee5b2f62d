using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GitEdge.Agent.Cli.Output;

/// <summary>The ordinary help text with examples and exit codes below it.</summary>
internal sealed class ExampleHelp(HelpAction ordinary, IReadOnlyList<string> lines) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    /// <summary>Whoever asks for help need not give the required options.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = ordinary.Invoke(parseResult);
        foreach (var line in lines)
            parseResult.InvocationConfiguration.Output.WriteLine(line);
        return code;
    }

    /// <summary>Adds the sections to <paramref name="command"/>'s help.</summary>
    public static Command AddTo(Command command, string examples, string exitCodes)
    {
        var help = new HelpOption();
        string[] lines = ["Examples:", .. Indented(examples), "", "Exit codes:", .. Indented(exitCodes), ""];
        help.Action = new ExampleHelp((HelpAction)help.Action!, lines);
        command.Options.Add(help);
        return command;
    }

    private static IEnumerable<string> Indented(string text) => text.Split('\n').Select(line => "  " + line);
}
