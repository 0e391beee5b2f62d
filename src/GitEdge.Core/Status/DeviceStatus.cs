using System.Text.Json.Serialization;
using GitEdge.Core.Deployments;

namespace GitEdge.Core.Status;

/// <summary>What <c>gitedge status</c> shows.</summary>
public sealed record DeviceStatus
{
    /// <summary>The device's id.</summary>
    public required string Device { get; init; }

    /// <summary>The channel it follows.</summary>
    public required string Channel { get; init; }

    /// <summary>The agent's version.</summary>
    public required string Agent { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the repository last answered.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>When the repository will be asked again.</summary>
    public DateTimeOffset? NextPoll { get; init; }

    /// <summary>Where the device is.</summary>
    public DeploymentPhase Phase { get; init; }

    /// <summary>The release last accepted; null before the first.</summary>
    public ReleaseName? Accepted { get; init; }

    /// <summary>The generation that was proven good.</summary>
    public GenerationStatus? Current { get; init; }

    /// <summary>The generation under way.</summary>
    public GenerationStatus? Target { get; init; }

    /// <summary>How long the generation under way has been healthy.</summary>
    public TimeSpan Soaked { get; init; }

    /// <summary>Share of the present phase that is done, 0 to 1, where it can be told.</summary>
    public double? Progress { get; init; }

    /// <summary>Set while an operator keeps this device from beginning anything new.</summary>
    public OperatorPause? Pause { get; init; }

    /// <summary>What runs, as the process that runs it says; null when it could not be asked.</summary>
    public IReadOnlyList<ModelStatus>? Models { get; init; }

    /// <summary>What is as it should be and what is not.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>True when every condition is as it should be.</summary>
    [JsonIgnore]
    public bool Ok => Conditions.All(condition => condition.Ok);
}
