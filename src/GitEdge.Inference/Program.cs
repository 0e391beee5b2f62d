using System.CommandLine;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Preflight;
using GitEdge.Inference.Serving;

namespace GitEdge.Inference;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("GitEdge's model server.")
        {
            ServeCommand.Create(),
            PreflightCommand.Create(),
            GoldenCommand.Create(),
        };
        // The server's own lifetime handles SIGTERM and lets requests finish; the parser's would end the process after two seconds.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
