using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>What a source says when it is asked for bytes from a position on. The set is closed.</summary>
internal abstract record SourceAnswer
{
    private SourceAnswer()
    {
    }

    /// <summary>Here they are.</summary>
    /// <param name="Offset">The position they really begin at: the one asked for, or 0.</param>
    /// <param name="Content">The bytes; to be disposed.</param>
    public sealed record Body(long Offset, SourceBody Content) : SourceAnswer;

    /// <summary>Not from that position, or not to be believed: ask again from the beginning.</summary>
    /// <param name="Fault">Why; reported when it says the same of the beginning.</param>
    public sealed record StartOver(Fault Fault) : SourceAnswer;

    /// <summary>No.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Refused(Fault Fault) : SourceAnswer;
}
