using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>
/// Confirms what was set on the system for a generation in probation: not before the repository was reached with it. Until
/// then the generation is not found good.
/// </summary>
/// <param name="confirm">Tells whoever keeps the generations (<see cref="IGenerations.ConfirmAsync"/>).</param>
/// <param name="reach">Whether the repository answers now.</param>
internal sealed class Confirmation(Func<Generation, CancellationToken, Task<Fault?>> confirm, Func<CancellationToken, Task<bool>> reach)
{
    private long? _confirmed;

    /// <summary>The verdict with what is known of the confirmation.</summary>
    public async Task<HealthVerdict> AddAsync(Generation target, HealthVerdict verdict, CancellationToken cancellation)
    {
        if (verdict.Outcome == HealthOutcome.Unhealthy || _confirmed == target.Number)
            return verdict;
        var fault = target.Desired.Tuning is null || await reach(cancellation) ? await confirm(target, cancellation) : Unreached(target);
        if (fault is { Kind: FaultKind.Waiting })
            return verdict with { Outcome = HealthOutcome.Unhealthy, Reason = HealthReason.PutBack, Text = fault.Message, IsReleasesFault = false };
        if (fault is null)
            _confirmed = target.Number;
        return fault is null || verdict.Outcome != HealthOutcome.Healthy
            ? verdict
            : verdict with { Outcome = HealthOutcome.Waiting, Reason = HealthReason.Unconfirmed, Text = fault.Message };
    }

    private static Fault Unreached(Generation target) => new(FaultKind.Transient, HealthReason.Unconfirmed,
        FormattableString.Invariant($"The repository was not reached with the tuning of generation {target.Number} yet."), "Nothing: it is put back if that stays.");
}
