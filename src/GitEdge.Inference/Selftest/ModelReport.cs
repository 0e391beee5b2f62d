namespace GitEdge.Inference.Selftest;

/// <summary>One model and how it did.</summary>
/// <param name="Name">Its folder.</param>
/// <param name="Result"><c>passed</c>, <c>failed</c> or <c>unsupported</c>.</param>
/// <param name="Reason">Why it did not pass; null when it did.</param>
/// <param name="Cases">Its cases, as far as they were run.</param>
internal sealed record ModelReport(string Name, string Result, string? Reason, IReadOnlyList<CaseReport> Cases)
{
    public static ModelReport Of(string name, SelftestOutcome outcome, string? reason, IReadOnlyList<CaseReport> cases) =>
        new(name, outcome switch { SelftestOutcome.Passed => "passed", SelftestOutcome.Failed => "failed", _ => "unsupported" }, reason, cases);
}
