using System.CommandLine;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference;

internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand("gitedge-inference")
        {
            PreflightCommand.Create(),
            GoldenCommand.Create(),
        };
        return root.Parse(args).Invoke();
    }
}
