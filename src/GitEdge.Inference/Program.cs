using System.CommandLine;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Preflight;
using GitEdge.Inference.Selftest;
using GitEdge.Inference.Serving;

namespace GitEdge.Inference;

internal static class Program
{
    private const int WrongCommandLine = 2;

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("GitEdge's model server.")
        {
            ServeCommand.Create(),
            PreflightCommand.Create(),
            GoldenCommand.Create(),
            SelftestCommand.Create(),
        };
        // The server's own lifetime handles SIGTERM and lets requests finish; the parser's would end the process after two seconds.
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? WrongCommandLine : code;
    }
}
