using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Preflight;

/// <summary>Runs the recorded cases on the candidate and holds what it answers against the recording.</summary>
/// <param name="model">The model's name, for messages.</param>
/// <param name="toleranceOf">How far each output may be off.</param>
/// <param name="phase">Told of every case before it is run.</param>
internal sealed class GoldenTrial(string model, Func<string, Tolerance> toleranceOf, Action<string> phase)
{
    private readonly List<PreflightCase> _cases = [];
    private readonly List<IReadOnlyList<GoldenTensor>> _answers = [];

    /// <summary>The cases so far.</summary>
    public IReadOnlyList<PreflightCase> Cases => _cases;

    /// <summary>Runs them all, so that a person sees every case that fails.</summary>
    /// <returns>A refusal, or null.</returns>
    public PreflightVerdict? Run(TrialModel candidate, IReadOnlyList<GoldenSet> sets)
    {
        PreflightVerdict? first = null;
        foreach (var set in sets)
        {
            phase($"running {set.Name}");
            try
            {
                using var run = candidate.Bind(set.Inputs);
                run.Run();
                first = Judge(set, run.Outputs()) is { } refusal ? first ?? refusal : first;
            }
            catch (OnnxRuntimeException e)
            {
                return RuntimeFault.Of(e, PreflightReason.RunFailed, $"{model}: {set.Name} failed to run: {e.Message}",
                    "Run the model on this case with the device's runtime version before releasing it.");
            }
        }
        // A model that answers the same whatever it hears also misses its cases; this says why.
        var suspicious = first is not null || sets.All(set => set.Outputs.Count == 0);
        return suspicious && IsConstant(sets) ? Constant() : first;
    }

    private PreflightVerdict? Judge(GoldenSet set, IReadOnlyList<GoldenTensor> answer)
    {
        _answers.Add(answer);
        var compared = set.Outputs
            .Select(expected => (Expected: expected, Result: GoldenComparison.Compare(expected, answer.First(o => o.Name == expected.Name), toleranceOf(expected.Name))))
            .OrderBy(pair => pair.Result.Passed).ThenByDescending(pair => pair.Result.Difference).ToList();
        var nonFinite = answer.FirstOrDefault(output => IsNotFinite(set, output));
        var decisive = compared.FirstOrDefault();
        var passed = nonFinite is null && decisive.Result is null or { Passed: true };
        var at = decisive.Result?.Index is { } index ? TensorIndex.Write(index, decisive.Expected.Shape) : null;
        _cases.Add(new PreflightCase
        {
            Set = set.Name,
            Passed = passed && nonFinite is null,
            Output = decisive.Expected?.Name ?? nonFinite?.Name,
            At = at,
            Worst = decisive.Result,
        });
        if (decisive.Result?.Failure == ComparisonFailure.NonFinite)
            return NotFinite(set.Name, decisive.Expected!.Name, $"{decisive.Result.Text} (at {at})");
        if (nonFinite is not null)
            return NotFinite(set.Name, nonFinite.Name, "it has NaN or infinite values");
        return passed ? null : Mismatch(set.Name, decisive.Expected!.Name, decisive.Result!, at);
    }

    // What is recorded is held against the recording, where a NaN or an infinity may be right.
    private static bool IsNotFinite(GoldenSet set, GoldenTensor output) =>
        !set.Outputs.Any(expected => expected.Name == output.Name) && GoldenComparison.HasNonFinite(output);

    private bool IsConstant(IReadOnlyList<GoldenSet> sets) =>
        _answers.Count == sets.Count && sets.Skip(1).Any(set => !set.HasSameInputs(sets[0]))
        && _answers[0].Any(output => GoldenComparison.IsFloating(output.Type))
        && _answers.TrueForAll(answer => answer.Zip(_answers[0]).All(pair => pair.First.HasSameValues(pair.Second)));

    private PreflightVerdict Constant() => PreflightVerdict.Refuse(PreflightReason.ConstantOutput,
        $"{model}: the answer is the same for {_answers.Count} cases with different inputs.",
        "Check the export: an input that is not connected, or weights that are all zero.");

    private PreflightVerdict NotFinite(string set, string output, string what) => PreflightVerdict.Refuse(
        PreflightReason.NonFiniteOutput, $"{model}: {set}, output '{output}': {what}.",
        "Check the export and the precision (fp16 overflows at 65504); try the model on the recorded inputs.");

    private PreflightVerdict Mismatch(string set, string output, ComparisonResult result, string? at) => PreflightVerdict.Refuse(
        PreflightReason.GoldenMismatch, $"{model}: {set}, output '{output}'{(at is null ? "" : $" at {at}")}: {result.Text}.",
        "If the new answers are right, record the cases again with 'gitedge-inference golden record' or widen the output's tolerance.");
}
