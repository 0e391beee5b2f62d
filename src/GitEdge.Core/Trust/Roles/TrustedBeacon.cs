namespace GitEdge.Core.Trust.Roles;

/// <summary>A freshness beacon that is believed. Only Core makes one.</summary>
public sealed class TrustedBeacon
{
    internal TrustedBeacon(FreshDocument document, ReadOnlyMemory<byte> content)
    {
        Document = document;
        Content = content;
    }

    /// <summary>What it says.</summary>
    public FreshDocument Document { get; }

    /// <summary>Its bytes, which are what is persisted.</summary>
    public ReadOnlyMemory<byte> Content { get; }
}
