using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Effects;

/// <summary>
/// Confirms what was set on the system for a generation in probation: not before the repository was reached with it. Until
/// then the generation is not found good.
/// </summary>
/// <param name="confirm">Tells whoever keeps the generations (<see cref="IGenerations.ConfirmAsync"/>).</param>
/// <param name="reach">Whether the repository answers now.</param>
/// <param name="time">The clock.</param>
internal sealed class Confirmation(
    Func<Generation, CancellationToken, Task<Fault?>> confirm, Func<CancellationToken, Task<bool>> reach, TimeProvider time)
{
    private long? _target;
    private long _since;
    private bool _isConfirmed;

    /// <summary>The verdict with what is known of the confirmation.</summary>
    public async Task<HealthVerdict> AddAsync(Generation target, HealthVerdict verdict, CancellationToken cancellation)
    {
        if (_target != target.Number)
            (_target, _since, _isConfirmed) = (target.Number, time.GetTimestamp(), false);
        if (verdict.Outcome == HealthOutcome.Unhealthy || _isConfirmed)
            return verdict;
        var fault = target.Desired.Tuning is null || await reach(cancellation) ? await confirm(target, cancellation) : Unreached(target);
        _isConfirmed = fault is null;
        if (fault is null)
            return verdict;
        var told = verdict with { Reason = HealthReason.Unconfirmed, Text = fault.Message.TrimEnd('.') };
        return fault switch
        {
            { Kind: not FaultKind.Transient } => told with
            {
                Outcome = HealthOutcome.Unhealthy, Reason = HealthReason.PutBack, IsReleasesFault = fault.Kind == FaultKind.Permanent,
            },
            _ when verdict.Outcome != HealthOutcome.Healthy => verdict,
            { Reason: HealthReason.Unconfirmed } => told with { Outcome = HealthOutcome.Waiting },
            // Whoever should take the confirmation does not: that is not waited for without end.
            _ => told with { Outcome = HealthOutcome.Unknown },
        };
    }

    /// <summary>It is put back by now, or will be before anybody could ask: whoever put it there has a clock of its own.</summary>
    private Fault Unreached(Generation target) => new(
        time.GetElapsedTime(_since) > TuningScript.TimeToConfirm(target.Desired.Tuning) ? FaultKind.Waiting : FaultKind.Transient, HealthReason.Unconfirmed,
        FormattableString.Invariant($"The repository was not reached with the tuning of generation {target.Number}."), "Nothing: it is put back if that stays.");
}
