using System.Text.Json.Serialization;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Health;

/// <summary>What a preflight found. Written to standard output as one JSON object.</summary>
public sealed record PreflightVerdict
{
    /// <summary>The exit code of <c>gitedge-inference preflight</c> for a candidate that passed.</summary>
    public const int ExitPassed = 0;

    /// <summary>Its exit code for a candidate that must not serve.</summary>
    public const int ExitRefused = 10;

    /// <summary>Its exit code when the trial itself did not work.</summary>
    public const int ExitInternal = 70;

    /// <summary>
    /// How many cases a verdict tells of, so that it stays below what its reader takes (1 MiB) with every text at its longest;
    /// <see cref="PreflightMeasurements.Cases"/> counts them all.
    /// </summary>
    public const int MostCases = 50;

    /// <summary>Whether the candidate may serve.</summary>
    public required bool Passed { get; init; }

    /// <summary>One of <see cref="PreflightReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened, where; for a person.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; empty when there is nothing to do.</summary>
    public required string Cure { get; init; }

    /// <summary>What was being done at the end, for example <c>running test_data_set_3</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>What was measured, as far as the trial came.</summary>
    public required PreflightMeasurements Measured { get; init; }

    /// <summary>
    /// The recorded cases, in order; of more than <see cref="MostCases"/> the first that failed and the first that did not.
    /// </summary>
    public required IReadOnlyList<PreflightCase> Cases { get; init; }

    /// <summary>ONNX Runtime's version: part of what was gated.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>The execution provider the candidate ran on.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether the released content is to blame, so that it must not be tried again.</summary>
    [JsonIgnore]
    public bool IsReleasesFault => !Passed && PreflightReason.IsReleasesFault(Reason);

    /// <summary>The exit code that goes with it.</summary>
    [JsonIgnore]
    public int ExitCode => Passed ? ExitPassed : IsReleasesFault ? ExitRefused : ExitInternal;

    /// <summary>
    /// The same verdict, small and harmless wherever it is shown: a model may put whatever it likes into the texts (names of
    /// operators and tensors, values). Made where it is printed, and again where it is read, for the process that prints
    /// it has run the model.
    /// </summary>
    public PreflightVerdict Bounded() => this with
    {
        Reason = ControlText.Brief(Reason),
        Message = ControlText.Brief(Message),
        Cure = ControlText.Brief(Cure),
        Phase = Brief(Phase),
        RuntimeVersion = Brief(RuntimeVersion),
        Provider = Brief(Provider),
        Cases = [.. (Cases.Count > MostCases ? Cases.OrderBy(one => one.Passed).Take(MostCases) : Cases).Select(Bounded)],
    };

    private static PreflightCase Bounded(PreflightCase one) => one with
    {
        Set = ControlText.Brief(one.Set),
        Output = Brief(one.Output),
        At = Brief(one.At),
        Worst = one.Worst is { } worst
            ? worst with { Expected = Brief(worst.Expected), Actual = Brief(worst.Actual), Text = ControlText.Brief(worst.Text) }
            : null,
    };

    private static string? Brief(string? text) => text is null ? null : ControlText.Brief(text);

    /// <summary>A verdict against the candidate, or about a trial that did not work.</summary>
    public static PreflightVerdict Refuse(string reason, string message, string cure) =>
        new() { Passed = false, Reason = reason, Message = message, Cure = cure, Measured = new PreflightMeasurements(), Cases = [] };
}
