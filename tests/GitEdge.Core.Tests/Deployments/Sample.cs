using System.Text;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Deployments;

/// <summary>States and events the tests of the machine start from.</summary>
internal static class Sample
{
    public static readonly Fault Transient = new(FaultKind.Transient, "artifact-unreachable", "The server is away.", "Wait.");

    public static readonly Fault Permanent = new(FaultKind.Permanent, "golden-mismatch", "An output differs.", "Fix the model.");

    public static readonly Fault Recall = new(FaultKind.Permanent, "recalled", "It is recalled.", "Release another.");

    public static Sha256Digest Digest(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text));

    public static DesiredState Desired(string content) => new()
    {
        Device = "cam-1",
        Profiles = ["camera"],
        Models =
        [
            new DesiredModel
            {
                Spec = new ModelSpec { Name = "vad", Sources = ["file:///vad"], Digest = Digest(content), Size = 3 },
            },
        ],
    };

    public static Sha256Digest Content(string content) => Desired(content).Content;

    public static ReleaseName Release(long counter) => new("stable", 1, counter, Digest($"statement {counter}"));

    public static DeploymentEvent Chosen(long counter, string? content = null) =>
        new DeploymentEvent.ReleaseChosen(Release(counter), Desired(content ?? $"content {counter}"));

    public static DeploymentEvent Succeeded(DeploymentState state) =>
        new DeploymentEvent.Succeeded(state.Target?.Number ?? state.Current!.Number);

    public static DeploymentEvent Failed(DeploymentState state, Fault fault) =>
        new DeploymentEvent.Failed(state.Target?.Number ?? state.Current!.Number, fault);

    public static DeploymentEvent Healthy(DeploymentState state) => Probed(state, HealthOutcome.Healthy, "ok", "all well", 0);

    public static DeploymentEvent Waiting(DeploymentState state, double seconds) =>
        Probed(state, HealthOutcome.Waiting, "soaking", "not over", seconds);

    public static DeploymentEvent Unhealthy(DeploymentState state) =>
        Probed(state, HealthOutcome.Unhealthy, "bad-outputs", "NaN in 3 of 10 answers", 1);

    public static DeploymentEvent Unjudged(DeploymentState state) =>
        Probed(state, HealthOutcome.Unknown, "unknown", "the server does not answer", 1);

    public static DeploymentEvent Probed(DeploymentState state, HealthOutcome outcome, string reason, string text, double seconds) =>
        new DeploymentEvent.Probed(Verdict(state.Target?.Number ?? 0, outcome, reason, text), TimeSpan.FromSeconds(seconds));

    public static HealthVerdict Verdict(long generation, HealthOutcome outcome, string reason = "ok", string text = "all well") =>
        new() { Generation = generation, Outcome = outcome, Reason = reason, Text = text };

    /// <summary>A device that has committed release 1 and is told of release 2, brought to <paramref name="phase"/>.</summary>
    public static DeploymentState At(DeploymentPhase phase)
    {
        var state = Committed(1);
        if (phase == DeploymentPhase.Idle)
            return state;
        if (phase == DeploymentPhase.Stopping)
            return DeploymentMachine.Next(state, new DeploymentEvent.Recalled(1, Recall));
        if (phase == DeploymentPhase.Stalled)
            return Repeat(At(DeploymentPhase.RollingBack), at => Failed(at, Transient), DeploymentMachine.MaxRollbackAttempts);
        state = DeploymentMachine.Next(state, Chosen(2));
        while (state.Phase != phase)
        {
            state = (state.Phase, phase) switch
            {
                (DeploymentPhase.Probation, DeploymentPhase.RollingBack) => DeploymentMachine.Next(state, Unhealthy(state)),
                (DeploymentPhase.Probation, _) => DeploymentMachine.Next(state, Healthy(state)),
                _ => DeploymentMachine.Next(state, Succeeded(state)),
            };
        }
        return state;
    }

    /// <summary>A device in Idle that has committed release <paramref name="counter"/>.</summary>
    public static DeploymentState Committed(long counter)
    {
        var state = DeploymentMachine.Next(new DeploymentState(), Chosen(counter));
        while (state.Phase != DeploymentPhase.Probation)
            state = DeploymentMachine.Next(state, Succeeded(state));
        state = DeploymentMachine.Next(state, Healthy(state));
        return DeploymentMachine.Next(state, Succeeded(state));
    }

    public static DeploymentState Repeat(DeploymentState state, Func<DeploymentState, DeploymentEvent> happening, int times)
    {
        for (var i = 0; i < times; i++)
            state = DeploymentMachine.Next(state, happening(state));
        return state;
    }
}
