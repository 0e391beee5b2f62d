using System.Text;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Deployments;

/// <summary>States and events the tests of the machine start from.</summary>
internal static class Sample
{
    public static readonly TimeSpan Soak = TimeSpan.FromSeconds(10);

    public static readonly Fault Transient = new(FaultKind.Transient, "artifact-unreachable", "The server is away.", "Wait.");

    public static readonly Fault Permanent = new(FaultKind.Permanent, "golden-mismatch", "An output differs.", "Fix the model.");

    public static Sha256Digest Content(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text));

    public static ReleaseName Release(long counter) => new("stable", 1, counter, Content($"statement {counter}"));

    public static DeploymentEvent Chosen(long counter, string? content = null) =>
        new DeploymentEvent.ReleaseChosen(Release(counter), Content(content ?? $"content {counter}"), Soak);

    public static DeploymentEvent Succeeded(DeploymentState state) =>
        new DeploymentEvent.Succeeded(state.Target?.Number ?? state.Current!.Number);

    public static DeploymentEvent Failed(DeploymentState state, Fault fault) =>
        new DeploymentEvent.Failed(state.Target?.Number ?? state.Current!.Number, fault);

    public static DeploymentEvent Healthy(DeploymentState state, double seconds) =>
        new DeploymentEvent.Probed(new HealthVerdict.Healthy(state.Target!.Number), TimeSpan.FromSeconds(seconds));

    public static DeploymentEvent Unhealthy(DeploymentState state) => new DeploymentEvent.Probed(
        new HealthVerdict.Unhealthy(state.Target!.Number, "bad-outputs", "NaN in 3 of 10 answers.", "Fix the model."),
        TimeSpan.FromSeconds(1));

    public static DeploymentEvent Unjudged(DeploymentState state) => new DeploymentEvent.Probed(
        new HealthVerdict.Unknown(state.Target!.Number, "The server does not answer."), TimeSpan.FromSeconds(1));

    /// <summary>A device that has committed release 1 and is told of release 2, brought to <paramref name="phase"/>.</summary>
    public static DeploymentState At(DeploymentPhase phase)
    {
        var state = Committed(1);
        if (phase == DeploymentPhase.Idle)
            return state;
        if (phase == DeploymentPhase.Stalled)
            return Repeat(At(DeploymentPhase.RollingBack), at => Failed(at, Transient), DeploymentMachine.MaxRollbackAttempts);
        state = DeploymentMachine.Next(state, Chosen(2));
        while (state.Phase != phase)
        {
            state = (state.Phase, phase) switch
            {
                (DeploymentPhase.Probation, DeploymentPhase.RollingBack) => DeploymentMachine.Next(state, Unhealthy(state)),
                (DeploymentPhase.Probation, _) => DeploymentMachine.Next(state, Healthy(state, 10)),
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
        state = DeploymentMachine.Next(state, Healthy(state, 10));
        return DeploymentMachine.Next(state, Succeeded(state));
    }

    public static DeploymentState Repeat(DeploymentState state, Func<DeploymentState, DeploymentEvent> happening, int times)
    {
        for (var i = 0; i < times; i++)
            state = DeploymentMachine.Next(state, happening(state));
        return state;
    }
}
