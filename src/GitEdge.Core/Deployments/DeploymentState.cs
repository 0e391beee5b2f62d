using System.Text.Json.Serialization;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>All that the deployment machine remembers; persisted before every effect.</summary>
public sealed record DeploymentState
{
    /// <summary>The format of the persisted form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Where the device is.</summary>
    public DeploymentPhase Phase { get; init; }

    /// <summary>The generation that was proven good and to which everything goes back; null before the first, and once it was stopped.</summary>
    public Generation? Current { get; init; }

    /// <summary>The generation under way; null in Idle, Committed and Stalled.</summary>
    public Generation? Target { get; init; }

    /// <summary>The greatest generation number ever given out.</summary>
    public long LastNumber { get; init; }

    /// <summary>What was recalled and stopped; null while nothing is, and again once a generation was committed.</summary>
    public ReleaseName? Stopped { get; init; }

    /// <summary>Restarts of the agent within this phase.</summary>
    public int Restarts { get; init; }

    /// <summary>Failed and interrupted attempts to go back, or to stop.</summary>
    public int RollbackAttempts { get; init; }

    /// <summary>How often the content under way, or last under way, was cut short.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>
    /// The last generation that was given up before anything of it served; taken up again, with its number and what is
    /// staged of it, when the same content is chosen once more.
    /// </summary>
    public Generation? Shelved { get; init; }

    /// <summary>How long the target has been healthy.</summary>
    public TimeSpan Soaked { get; init; }

    /// <summary>Probation samples in a row that could not be judged.</summary>
    public int Unjudged { get; init; }

    /// <summary>What last went wrong; null once a generation was committed.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Contents that failed here, newest last; at most <see cref="DeploymentMachine.RememberedBad"/>.</summary>
    public IReadOnlyList<BadContent> Bad { get; init; } = [];

    /// <summary>The releases that it names.</summary>
    [JsonIgnore]
    public IEnumerable<ReleaseName> Releases =>
        new[] { Current?.Release, Target?.Release }.Concat(Bad.Select(bad => bad.Release)).OfType<ReleaseName>();

    /// <summary>The entry for <paramref name="content"/>, if it failed on this device.</summary>
    public BadContent? FindBad(Sha256Digest content) => Bad.FirstOrDefault(bad => bad.Content == content);
}
