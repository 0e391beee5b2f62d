namespace GitEdge.Core.Health;

/// <summary>
/// Whether those who use a model can go on using its successor without a change
/// (docs/decisions/0006-interface-compatibility.md).
/// </summary>
public static class InterfaceComparison
{
    /// <summary>
    /// What would break a client of the running model: an input it sends that is gone, an input it does not send that is
    /// new, an output it reads that is gone; another type, another rank, an axis that is narrower. More outputs, or an
    /// axis that has become free, break nobody.
    /// </summary>
    /// <returns>One sentence for each difference; empty when the candidate can take over.</returns>
    public static IReadOnlyList<string> AgainstRunning(ModelInterface running, ModelInterface candidate)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(candidate);
        return
        [
            .. Missing("input", running.Inputs, candidate.Inputs),
            .. Additional(running.Inputs, candidate.Inputs),
            .. Missing("output", running.Outputs, candidate.Outputs),
            .. Pairs(running.Inputs, candidate.Inputs).SelectMany(pair => Changes("input", pair, narrowing: true)),
            .. Pairs(running.Outputs, candidate.Outputs).SelectMany(pair => Changes("output", pair, narrowing: false)),
        ];
    }

    /// <summary>What keeps recorded tensors from being fed to, or compared with, the candidate.</summary>
    /// <param name="recorded">The recorded inputs and outputs, with the shapes they have.</param>
    /// <param name="candidate">The candidate's.</param>
    /// <returns>One sentence for each difference; empty when the recording fits.</returns>
    public static IReadOnlyList<string> AgainstRecording(ModelInterface recorded, ModelInterface candidate)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(candidate);
        return
        [
            .. Unknown("input", recorded.Inputs, candidate.Inputs),
            .. NotRecorded(recorded.Inputs, candidate.Inputs),
            .. Unknown("output", recorded.Outputs, candidate.Outputs),
            .. Pairs(recorded.Inputs, candidate.Inputs).SelectMany(pair => Unfit("input", pair)),
            .. Pairs(recorded.Outputs, candidate.Outputs).SelectMany(pair => Unfit("output", pair)),
        ];
    }

    private static IEnumerable<string> Missing(string role, IReadOnlyList<TensorSignature> running, IReadOnlyList<TensorSignature> candidate) =>
        Without(running, candidate).Select(tensor => $"the running model's {role} '{tensor.Name}' is gone");

    private static IEnumerable<string> Additional(IReadOnlyList<TensorSignature> running, IReadOnlyList<TensorSignature> candidate) =>
        Without(candidate, running).Select(tensor => $"the candidate asks for input '{tensor.Name}', which the running model does not have");

    private static IEnumerable<string> Unknown(string role, IReadOnlyList<TensorSignature> recorded, IReadOnlyList<TensorSignature> candidate) =>
        Without(recorded, candidate).Select(tensor => $"{role} '{tensor.Name}' is recorded, the candidate has none of that name");

    private static IEnumerable<string> NotRecorded(IReadOnlyList<TensorSignature> recorded, IReadOnlyList<TensorSignature> candidate) =>
        Without(candidate, recorded).Select(tensor => $"the candidate asks for input '{tensor.Name}', which is not recorded");

    private static IEnumerable<TensorSignature> Without(IReadOnlyList<TensorSignature> these, IReadOnlyList<TensorSignature> others) =>
        these.Where(tensor => !others.Any(other => other.Name == tensor.Name));

    private static IEnumerable<(TensorSignature Old, TensorSignature New)> Pairs(
        IReadOnlyList<TensorSignature> old, IReadOnlyList<TensorSignature> candidate) =>
        old.Join(candidate, tensor => tensor.Name, tensor => tensor.Name, (left, right) => (left, right));

    private static IEnumerable<string> Changes(string role, (TensorSignature Old, TensorSignature New) pair, bool narrowing)
    {
        var (old, candidate) = pair;
        if (old.Type != candidate.Type)
            yield return $"{role} '{old.Name}' was {old.Type} and is {candidate.Type}";
        if (old.Shape.Count == 0 || candidate.Shape.Count == 0)
            yield break;
        if (old.Shape.Count != candidate.Shape.Count)
            yield return $"{role} '{old.Name}' had {old.Shape.Count} axes and has {candidate.Shape.Count}";
        else if (old.Shape.Zip(candidate.Shape).Any(axis => Breaks(axis.First, axis.Second, narrowing)))
            yield return $"{role} '{old.Name}' was {Shape(old)} and is {Shape(candidate)}";
    }

    private static bool Breaks(long old, long candidate, bool narrowing) =>
        candidate >= 0 && old != candidate && (old >= 0 || narrowing);

    private static IEnumerable<string> Unfit(string role, (TensorSignature Recorded, TensorSignature Candidate) pair)
    {
        var (recorded, candidate) = pair;
        if (recorded.Type != candidate.Type)
            yield return $"{role} '{recorded.Name}' is recorded as {recorded.Type}, the candidate has {candidate.Type}";
        var stated = candidate.Shape.Count > 0;
        var fits = recorded.Shape.Count == candidate.Shape.Count
            && recorded.Shape.Zip(candidate.Shape).All(axis => axis.Second < 0 || axis.First == axis.Second);
        if (stated && !fits)
            yield return $"{role} '{recorded.Name}' is recorded as {Shape(recorded)}, the candidate has {Shape(candidate)}";
    }

    private static string Shape(TensorSignature tensor) =>
        $"[{string.Join(',', tensor.Shape.Select(length => length < 0 ? "?" : $"{length}"))}]";
}
