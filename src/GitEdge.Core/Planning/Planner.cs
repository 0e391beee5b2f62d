using System.Globalization;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Planning;

/// <summary>Compares what should be with what is. Pure: the same input gives the same plan.</summary>
public static class Planner
{
    /// <summary>The steps from <paramref name="observed"/> to <paramref name="desired"/>.</summary>
    public static Plan Of(DesiredState desired, ObservedState observed) =>
        observed.Current is { } current && current.Content == desired.Content
            ? new Plan([.. Repair(desired, observed)])
            : new Plan([.. Deploy(desired, observed)]);

    private static IEnumerable<PlanStep> Deploy(DesiredState desired, ObservedState observed)
    {
        var slot = observed.Current?.Slot.Other() ?? Slot.A;
        var missing = desired.Models.Select(model => model.Spec).Where(spec => !observed.Stored.Contains(spec.Digest));
        foreach (var spec in missing.DistinctBy(spec => spec.Digest))
            yield return new PlanStep.FetchArtifact(spec.Name, spec.Digest, spec.Size);
        yield return new PlanStep.StageSlot(slot);
        foreach (var container in desired.Containers)
            yield return new PlanStep.PullImage(container.Name, container.Image);
        foreach (var model in desired.Models)
            yield return new PlanStep.TryModel(model.Spec.Name);
        foreach (var change in Tuning(desired, observed))
            yield return new PlanStep.Tune(change);
        yield return new PlanStep.Activate(slot);
        yield return new PlanStep.Watch(desired.Health.Soak);
    }

    private static IEnumerable<PlanStep> Repair(DesiredState desired, ObservedState observed)
    {
        var current = observed.Current!;
        if (observed.ActiveSlot != current.Slot)
            yield return new PlanStep.PointActive(current.Slot);
        foreach (var change in Tuning(desired, observed))
            yield return new PlanStep.Retune(change);
        if (observed.Served is not { } served)
            yield break;
        foreach (var model in desired.Models)
        {
            var found = served.Where(one => one.Name == model.Spec.Name).ToList();
            if (!found.Exists(one => one.Default && one.Ready && one.Version == current.Number && one.Digest == model.Spec.Digest))
                yield return new PlanStep.ServeModel(model.Spec.Name, current.Number, Describe(found));
        }
        foreach (var unneeded in served.Where(one => !IsNeeded(one, desired, current.Number)))
            yield return new PlanStep.FreeModel(unneeded.Name, unneeded.Version);
    }

    private static IReadOnlyList<TuningChange> Tuning(DesiredState desired, ObservedState observed) => observed.Tuning is { } view
        ? TuningPlanner.Of(desired.Tuning, view.Policy, view.Machine, view.Kept).Changes
        : [];

    private static bool IsNeeded(ServedModel served, DesiredState desired, long number) =>
        served.Version == number && desired.Models.Any(model => model.Spec.Name == served.Name);

    private static string Describe(List<ServedModel> found) => found.Find(one => one.Default) switch
    {
        null => "nothing serves",
        { Ready: false } one => string.Create(CultureInfo.InvariantCulture, $"version {one.Version} is not ready"),
        var one => string.Create(CultureInfo.InvariantCulture, $"version {one.Version}, {one.Digest}, serves"),
    };
}
