using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli;

/// <summary>Where a command of the authoring side writes: results to one stream, complaints to the other.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter errors)
{
    /// <summary>The streams of a run.</summary>
    public static CommandOutput Of(ParseResult parse) =>
        new(parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);

    /// <summary>Where results go.</summary>
    public TextWriter Output => output;

    public void Line(string text) => output.WriteLine(text);

    public ExitCode Refuse(Refusal refusal)
    {
        errors.WriteLine(ControlText.EscapeLines(refusal.ToString()));
        return refusal.IsFailure ? ExitCode.Failure : refusal.IsRejection ? ExitCode.Rejected : ExitCode.Unavailable;
    }

    public ExitCode Reject(IReadOnlyList<ManifestProblem> problems)
    {
        foreach (var problem in problems)
            errors.WriteLine(problem);
        errors.WriteLine(problems.Count == 1 ? "1 problem" : $"{problems.Count} problems");
        return ExitCode.Rejected;
    }

    public ExitCode Fail(Exception failure)
    {
        errors.WriteLine($"error: {failure.Message}");
        return ExitCode.Failure;
    }
}
