namespace GitEdge.Agent.Slots;

/// <summary>One of the two places a generation can be in.</summary>
internal enum SlotName
{
    /// <summary>Not known: <c>active</c> points to nothing that is a slot.</summary>
    Unknown,

    /// <summary><c>slots/a</c>.</summary>
    A,

    /// <summary><c>slots/b</c>.</summary>
    B,
}
