using GitEdge.Agent.Slots;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

internal static class SlotConversions
{
    public static SlotName ToSlotName(this Slot slot) => slot == Slot.A ? SlotName.A : SlotName.B;

    public static Slot? ToSlot(this SlotName slot) => slot switch { SlotName.A => Slot.A, SlotName.B => Slot.B, _ => null };
}
