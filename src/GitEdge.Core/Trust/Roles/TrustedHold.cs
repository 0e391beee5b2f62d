namespace GitEdge.Core.Trust.Roles;

/// <summary>A hold document that is believed. Only Core makes one.</summary>
public sealed class TrustedHold
{
    internal TrustedHold(HoldDocument document, ReadOnlyMemory<byte> content)
    {
        Document = document;
        Content = content;
    }

    /// <summary>What it says.</summary>
    public HoldDocument Document { get; }

    /// <summary>Its bytes, which are what is persisted.</summary>
    public ReadOnlyMemory<byte> Content { get; }
}
