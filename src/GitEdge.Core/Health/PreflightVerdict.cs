using System.Text.Json.Serialization;

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

    /// <summary>The recorded cases, in order.</summary>
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

    /// <summary>A verdict against the candidate, or about a trial that did not work.</summary>
    public static PreflightVerdict Refuse(string reason, string message, string cure) =>
        new() { Passed = false, Reason = reason, Message = message, Cure = cure, Measured = new PreflightMeasurements(), Cases = [] };
}
