using GitEdge.Agent.Effects;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Puts back what has drifted from the committed generation, as often as its budget allows.</summary>
/// <param name="models">Makes a generation serve.</param>
/// <param name="server">The serving process.</param>
/// <param name="time">The clock.</param>
internal sealed class DriftRepair(ModelSwitch models, InferenceAdmin server, TimeProvider time)
{
    private const int Budget = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Queue<long> _repairs = new();

    /// <summary>Null when nothing drifted or everything was put back; otherwise what stays, and why.</summary>
    public async Task<Fault?> RunAsync(Plan plan, Generation current, CancellationToken cancellation)
    {
        if (!plan.Repairs)
            return null;
        while (_repairs.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > Window)
            _repairs.Dequeue();
        if (_repairs.Count >= Budget)
            return Exhausted(plan);
        _repairs.Enqueue(time.GetTimestamp());
        foreach (var unneeded in plan.Steps.OfType<PlanStep.FreeModel>())
            await server.UnloadAsync(unneeded.Model, Text(unneeded.Version), force: !Serves(current, unneeded.Model), cancellation);
        return plan.Steps.Any(step => step is PlanStep.ServeModel or PlanStep.PointActive)
            ? await models.ActivateAsync(current, cancellation)
            : null;
    }

    /// <summary>Unloads what came up again though it was stopped. Null when nothing serves.</summary>
    public Task<Fault?> KeepStoppedAsync(CancellationToken cancellation) => models.StopAsync(cancellation);

    /// <summary>Makes no slot active, when the link names one though nothing was ever committed: no slot could be filled otherwise.</summary>
    public Task<Fault?> DetachAsync(CancellationToken cancellation) => models.DetachAsync(cancellation);

    private static string Text(long version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool Serves(Generation current, string model) => current.Desired.Models.Any(one => one.Spec.Name == model);

    private static Fault Exhausted(Plan plan) => new(
        FaultKind.Waiting, AgentReason.DriftBudgetSpent,
        $"The device keeps drifting from what was committed; {Budget} repairs in an hour did not last. Left: {string.Join(", ", plan.Steps)}.",
        "Find out who else changes the slots or loads models into the server.");
}
