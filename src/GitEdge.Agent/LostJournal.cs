using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>What to go on from when the journal is lost and the slots are not.</summary>
/// <param name="slots">The slots.</param>
/// <param name="agent">What the device was told at enrolment.</param>
internal sealed class LostJournal(SlotStore slots, AgentManifest agent)
{
    /// <summary>
    /// A state whose current generation is what is active, so that the slot it lies in is not written and a bad release
    /// goes back to it; null when the slots tell nothing either.
    /// </summary>
    public DeploymentState? Adopt()
    {
        var found = new[] { Slot.A, Slot.B }
            .Select(slot => (Slot: slot, Record: slots.ReadGeneration(slot)))
            .Where(one => one.Record is not null)
            .OrderBy(one => one.Record!.Generation)
            .ToList();
        if (found.Count == 0)
            return null;
        // With the link destroyed as well: of the current generation and another one, which is the one before it or a
        // candidate after it, the older was committed once.
        var serving = slots.Active switch
        {
            Slot.Unknown => found[0],
            { } active => found.Find(one => one.Slot == active),
            null => default,
        };
        return new DeploymentState
        {
            Current = serving.Record is { } record ? Describe(serving.Slot, record) : null,
            LastNumber = found[^1].Record!.Generation,
        };
    }

    /// <summary>
    /// Enough to serve it again and to go back to it. Health and gates are not in a slot, so its content is another than
    /// that of the release it came from, which is carried out again beside it.
    /// </summary>
    private Generation Describe(Slot slot, SlotGeneration record) => new()
    {
        Number = record.Generation,
        Slot = slot,
        Release = new ReleaseName(agent.Channel, 0, 0, record.Content),
        Desired = new DesiredState
        {
            Device = agent.Device,
            Profiles = [],
            Models = [.. record.Models.Select(Describe)],
        },
    };

    private static DesiredModel Describe(SlotModel model) =>
        new() { Spec = new ModelSpec { Name = model.Name, Sources = [], Digest = model.Digest, Size = model.Size } };
}
