using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary>What <c>gitedge fleet validate --json</c> prints.</summary>
internal sealed record ValidationReport
{
    /// <summary>Whether there is no problem.</summary>
    public required bool Valid { get; init; }

    /// <summary>Every problem.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>What this version cannot carry out, by device.</summary>
    public required IReadOnlyList<Refusal> Unsupported { get; init; }

    /// <summary>What containers ask for that a device takes only where its owner allows it.</summary>
    public required IReadOnlyList<Problem> Forbidden { get; init; }

    /// <summary>One problem.</summary>
    internal sealed record Problem(string File, int Line, int Column, ManifestRule Rule, string What, string Cure)
    {
        public static Problem From(ManifestProblem problem) =>
            new(problem.At.File, problem.At.Line, problem.At.Column, problem.Rule, problem.What, problem.Cure);
    }

    /// <summary>One thing a device would refuse.</summary>
    internal sealed record Refusal(string Device, string Item, string Reason);
}
