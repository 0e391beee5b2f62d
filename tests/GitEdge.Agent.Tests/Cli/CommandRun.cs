using System.CommandLine;

namespace GitEdge.Agent.Tests.Cli;

/// <summary>Runs one real command below a root, as <c>gitedge</c> does, and keeps what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    public static async Task<CommandRun> Of(Command command, string line, CancellationToken cancellation = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var root = new RootCommand("Test.") { command };
        var code = await root.Parse(line).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, cancellation);
        return new CommandRun(code, output.ToString(), errors.ToString());
    }
}
