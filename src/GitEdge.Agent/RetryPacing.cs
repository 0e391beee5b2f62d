using GitEdge.Core.Primitives;
using GitEdge.Core.Scheduling;

namespace GitEdge.Agent;

/// <summary>
/// Spreads the attempts at one content that did not come to an end: growing pauses for the deployment, while the
/// repository is asked as often as ever, so that the cure is noticed.
/// </summary>
/// <param name="policy">The pauses.</param>
/// <param name="host">Clock and chance.</param>
internal sealed class RetryPacing(PollPolicy policy, AgentHost host)
{
    private readonly long _started = host.Time.GetTimestamp();
    private Sha256Digest _content;
    private PollSchedule? _schedule;

    /// <summary>Whether this content may be tried now; another one always may.</summary>
    public bool IsDue(Sha256Digest content) => _schedule is null || _content != content || Now >= _schedule.Due;

    /// <summary>Takes in how an attempt ended.</summary>
    /// <param name="content">What was tried.</param>
    /// <param name="ended">True when it came to its end, or is to go on without a pause.</param>
    public void Tried(Sha256Digest content, bool ended)
    {
        if (ended)
        {
            _schedule = null;
            return;
        }
        if (_schedule is null || _content != content)
            _schedule = PollSchedule.Start(policy, Now);
        _content = content;
        _schedule = _schedule.Next(Now, PollOutcome.Transient, host.Random());
    }

    /// <summary>Everything may be tried at once.</summary>
    public void Forget() => _schedule = null;

    private TimeSpan Now => host.Time.GetElapsedTime(_started);
}
