using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Primitives;

public sealed class SlotLettersTests
{
    [Theory]
    [InlineData(Slot.A, "a", Slot.B)]
    [InlineData(Slot.B, "b", Slot.A)]
    public void Slots_have_a_letter_and_an_other(Slot slot, string letter, Slot other) =>
        Assert.Equal((letter, other), (slot.Letter(), slot.Other()));

    [Fact]
    public void Unknown_slot_has_no_letter_and_no_other()
    {
        Assert.Equal(Slot.Unknown, Slot.Unknown.Other());
        Assert.Throws<ArgumentOutOfRangeException>(() => Slot.Unknown.Letter());
    }
}
