namespace GitEdge.Core.Tuning;

/// <summary>Why a tuning cannot be carried out on this machine.</summary>
/// <param name="Item">What of the release, by its place in a profile: <c>spec.tuning.sysctl.vm.swappiness</c>.</param>
/// <param name="Reason">One of <see cref="TuningReason"/>.</param>
/// <param name="What">What is wrong, in one sentence without a final stop.</param>
/// <param name="Cure">What to do about it.</param>
public sealed record TuningRefusal(string Item, string Reason, string What, string Cure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {What}; {Cure}";
}
