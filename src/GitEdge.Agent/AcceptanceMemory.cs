using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// What this device accepted last. Another file remembers releases too, so that losing one of the two does not let an older
/// release in.
/// </summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="file">Where it is kept.</param>
/// <param name="journal">The releases that the other file knows.</param>
internal sealed class AcceptanceMemory(AgentManifest agent, StateFile<AcceptedRelease> file, Func<IEnumerable<ReleaseName>> journal)
{
    /// <summary>What is remembered as good, which was accepted as well.</summary>
    public Func<IReadOnlyList<AcceptedRelease>> Good { get; init; } = () => [];

    /// <summary>
    /// The greatest release that either file knows. From the journal alone its commit is not known (<see cref="AcceptedRelease.Commit"/>
    /// is empty): then nothing newer is taken until that release was found in the repository and written again.
    /// </summary>
    public StateRead<AcceptedRelease> Read()
    {
        var read = file.Read();
        if (Known() is not { } known || (read.Value is { } kept && !IsOlder(kept, known)))
            return read;
        var damage = $"{read.Damage} What was accepted last is {(read.Value is null ? "lost" : "out of date")}; the journal knows {known}, and nothing older is taken.";
        return new StateRead<AcceptedRelease>(Good().FirstOrDefault(one => ReleaseName.Of(one) == known) ?? Describe(known), damage.TrimStart(), IsLost: false);
    }

    /// <summary>Makes it last before it returns.</summary>
    /// <exception cref="IOException">The disk refuses; the old value stays.</exception>
    public void Write(AcceptedRelease accepted) => file.Write(accepted);

    private ReleaseName? Known() => journal().Concat(Good().Select(ReleaseName.Of))
        .Where(name => name.Counter > 0 && name.Channel == agent.Channel)
        .MaxBy(name => (name.Epoch, name.Counter));

    private static bool IsOlder(AcceptedRelease kept, ReleaseName known) =>
        kept.Channel == known.Channel && (kept.Epoch, kept.Counter).CompareTo((known.Epoch, known.Counter)) < 0;

    private AcceptedRelease Describe(ReleaseName known) => new()
    {
        RepoId = agent.RepoId,
        Channel = known.Channel,
        Epoch = known.Epoch,
        Counter = known.Counter,
        Statement = known.Statement,
        Commit = "",
        AcceptedAt = DateTimeOffset.UnixEpoch,
    };
}
