using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Helper;

/// <summary>What the helper remembers, apart from everything that the agent can write.</summary>
internal sealed class HelperMemory
{
    private readonly StateFile<Custody> _custody;
    private readonly AcceptanceMemory _accepted;

    /// <summary>Goes on from what is on disk.</summary>
    /// <param name="agent">What the device was told at enrolment.</param>
    /// <param name="state">The files.</param>
    /// <param name="keeper">What is believed; null on a device with a list of signers.</param>
    /// <param name="adopt">What the slots tell where the custody is lost; null when they tell nothing.</param>
    public HelperMemory(AgentManifest agent, DeviceState state, TrustKeeper? keeper, Func<Custody?> adopt)
    {
        _custody = state.Custody;
        Keeper = keeper;
        var custody = state.Custody.Read();
        Custody = custody.Value ?? adopt() ?? new Custody();
        _accepted = new AcceptanceMemory(agent, state.Accepted, () => Custody.Releases) { Good = () => keeper?.Good ?? [] };
        var accepted = _accepted.Read();
        Accepted = accepted.Value;
        IsLost = accepted.IsLost || (custody.IsLost && Accepted is null);
        Damage = string.Join(' ', new[] { custody.Damage, accepted.Damage, keeper?.Damage }.OfType<string>()) is { Length: > 0 } damage ? damage : null;
    }

    /// <summary>What is believed of the fleet; null on a device with a list of signers.</summary>
    public TrustKeeper? Keeper { get; }

    /// <summary>Which generations may run.</summary>
    public Custody Custody { get; private set; }

    /// <summary>The release accepted last; null when none ever was.</summary>
    public AcceptedRelease? Accepted { get; private set; }

    /// <summary>True when something was accepted once and nobody can say what.</summary>
    public bool IsLost { get; }

    /// <summary>What was wrong with the files; null when nothing was.</summary>
    public string? Damage { get; }

    /// <summary>Makes it last before it returns.</summary>
    /// <exception cref="IOException">The disk refuses; the old value stays.</exception>
    public void Write(Custody custody)
    {
        if (custody == Custody)
            return;
        _custody.Write(custody);
        Custody = custody;
    }

    /// <summary>Makes it last before it returns.</summary>
    /// <exception cref="IOException">The disk refuses; the old value stays.</exception>
    public void Write(AcceptedRelease? accepted)
    {
        if (accepted is null || accepted == Accepted)
            return;
        _accepted.Write(accepted);
        Accepted = accepted;
    }
}
