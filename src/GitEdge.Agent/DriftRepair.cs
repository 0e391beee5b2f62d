using GitEdge.Agent.Effects;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Puts back what has drifted from the committed generation, as often as its budget allows.</summary>
/// <param name="models">Makes a generation serve.</param>
/// <param name="generations">Keeps what lies beside the slots.</param>
/// <param name="server">The serving process.</param>
/// <param name="time">The clock.</param>
internal sealed class DriftRepair(ModelSwitch models, IGenerations generations, InferenceAdmin server, TimeProvider time)
{
    private const int Budget = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(10);

    /// <summary>Whether one of these containers does not run.</summary>
    public Func<IReadOnlyList<ContainerSpec>, CancellationToken, Task<bool>> IsAway { get; init; } = static (_, _) => Task.FromResult(false);

    private readonly Queue<long> _repairs = new();
    private long? _kept;
    private long _keptAt;

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

    /// <summary>
    /// Puts right what drifted beside the slots: at once when the process began, it went wrong last or a container does not run, then
    /// every so often, for the helper has to be started for it. Null when all is as it was committed, as far as is known.
    /// </summary>
    public async Task<Fault?> KeepAsync(Generation current, CancellationToken cancellation)
    {
        if (_kept == current.Number && time.GetElapsedTime(_keptAt) < KeepEvery && !await IsAway(current.Desired.Containers, cancellation))
            return null;
        var fault = await generations.KeepAsync(current, cancellation);
        (_kept, _keptAt) = (fault is null ? current.Number : null, time.GetTimestamp());
        return fault;
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
