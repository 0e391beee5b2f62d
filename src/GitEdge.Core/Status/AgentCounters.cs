using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Status;

/// <summary>What the agent has counted since it started, for metrics. Each step gives a new one.</summary>
public sealed record AgentCounters
{
    /// <summary>How many reasons have a number of their own; what comes after is counted together.</summary>
    public const int MaxReasons = 100;

    /// <summary>The reason under which the rest is counted.</summary>
    public const string OtherReason = "other";

    /// <summary>Polls that reached a repository.</summary>
    public long PollsSucceeded { get; init; }

    /// <summary>Polls that reached none.</summary>
    public long PollsFailed { get; init; }

    /// <summary>Reason code → how often something was newly found that is not to be believed.</summary>
    public IReadOnlyDictionary<string, long> Rejections { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Phase → how often it was left, and how long it took, all together.</summary>
    public IReadOnlyDictionary<DeploymentPhase, (long Count, TimeSpan Total)> Phases { get; init; } = new Dictionary<DeploymentPhase, (long Count, TimeSpan Total)>();

    /// <summary>What the last poll found; what stays is not counted again.</summary>
    public IReadOnlyList<Fault> Last { get; init; } = [];

    /// <summary>What the last poll had not found.</summary>
    /// <param name="distrusted">What is not to be believed.</param>
    public IEnumerable<Fault> NewOf(IEnumerable<Fault> distrusted)
    {
        var known = Last.Select(fault => (fault.Reason, fault.Message)).ToHashSet();
        return distrusted.Where(fault => !known.Contains((fault.Reason, fault.Message)));
    }

    /// <summary>One poll more.</summary>
    /// <param name="reached">Whether a repository answered.</param>
    /// <param name="distrusted">What is not to be believed.</param>
    public AgentCounters Polled(bool reached, IReadOnlyList<Fault> distrusted)
    {
        var rejections = new Dictionary<string, long>(Rejections, StringComparer.Ordinal);
        foreach (var fault in NewOf(distrusted))
        {
            var reason = IsCode(fault.Reason) && (rejections.ContainsKey(fault.Reason) || rejections.Count < MaxReasons) ? fault.Reason : OtherReason;
            rejections[reason] = rejections.GetValueOrDefault(reason) + 1;
        }
        return this with
        {
            PollsSucceeded = PollsSucceeded + (reached ? 1 : 0),
            PollsFailed = PollsFailed + (reached ? 0 : 1),
            Rejections = rejections,
            Last = distrusted,
        };
    }

    /// <summary>A phase was left.</summary>
    public AgentCounters Left(DeploymentPhase phase, TimeSpan after)
    {
        var (count, total) = Phases.GetValueOrDefault(phase);
        return this with { Phases = new Dictionary<DeploymentPhase, (long Count, TimeSpan Total)>(Phases) { [phase] = (count + 1, total + after) } };
    }

    private static bool IsCode(string reason) => reason.Length is > 0 and <= 64 && reason.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
