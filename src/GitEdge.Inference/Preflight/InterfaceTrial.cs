using GitEdge.Core.Health;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Preflight;

/// <summary>Whether the candidate takes and gives what the recording and the running model's clients expect.</summary>
internal static class InterfaceTrial
{
    /// <summary>Sequences, maps and complex numbers have no form in the Open Inference Protocol.</summary>
    public static PreflightVerdict? AgainstProtocol(string name, TrialModel candidate)
    {
        var strange = candidate.Interface.Inputs.Concat(candidate.Interface.Outputs).FirstOrDefault(tensor => Datatypes.TypeOf(tensor.Type) is null);
        return strange is null
            ? null
            : Refuse(name, $"'{strange.Name}' is {strange.Type}, which cannot be served",
                "Export the model with tensors only; for scikit-learn set the converter's option zipmap to False.");
    }

    public static PreflightVerdict? AgainstRecording(string name, IReadOnlyList<GoldenSet> sets, TrialModel candidate)
    {
        foreach (var set in sets)
        {
            var differences = InterfaceComparison.AgainstRecording(InterfaceOf(set), candidate.Interface);
            if (differences.Count > 0)
            {
                return Refuse(name, $"{set.Name} does not fit: {string.Join("; ", differences)}",
                    "Release the model these cases were recorded for, or record the cases anew if the interface is meant to change.");
            }
        }
        return null;
    }

    /// <summary>Whether every output with a tolerance of its own is recorded; a name with a slip would else be judged by the common one.</summary>
    public static PreflightVerdict? OfTolerances(PreflightRequest request, IReadOnlyList<GoldenSet> sets)
    {
        var recorded = sets.SelectMany(set => set.Outputs).Select(output => output.Name).Distinct(StringComparer.Ordinal).ToArray();
        return request.Outputs?.Keys.Except(recorded).FirstOrDefault() is { } unknown
            ? Refuse(request.Name, $"golden.outputs names '{unknown}', which no case records; recorded are {string.Join(", ", recorded)}",
                "Correct the name in golden.outputs, or record that output.")
            : null;
    }

    public static PreflightVerdict? AgainstRunning(PreflightRequest request, TrialModel running, TrialModel candidate)
    {
        var differences = request.AllowInterfaceChange ? [] : InterfaceComparison.AgainstRunning(running.Interface, candidate.Interface);
        return differences.Count == 0
            ? null
            : Refuse(request.Name, $"clients of the running model would break: {string.Join("; ", differences)}",
                "Release it under a new model name, move the clients, then remove the old one.");
    }

    /// <summary>Whether a model can be run on these cases' inputs.</summary>
    public static bool Takes(TrialModel model, IReadOnlyList<GoldenSet> sets) =>
        sets.All(set => InterfaceComparison.AgainstRecording(InterfaceOf(set) with { Outputs = [] }, model.Interface).Count == 0);

    private static ModelInterface InterfaceOf(GoldenSet set) => new()
    {
        Inputs = [.. set.Inputs.Select(tensor => tensor.Signature)],
        Outputs = [.. set.Outputs.Select(tensor => tensor.Signature)],
    };

    private static PreflightVerdict Refuse(string name, string message, string cure) =>
        PreflightVerdict.Refuse(PreflightReason.InterfaceMismatch, $"{name}: {message}.", cure);
}
