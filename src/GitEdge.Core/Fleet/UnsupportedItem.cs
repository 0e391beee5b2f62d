namespace GitEdge.Core.Fleet;

/// <summary>Something a desired state asks for that this version cannot carry out; a device refuses it rather than ignore it.</summary>
/// <param name="Item">What, with its name: <c>container 'analytics'</c>.</param>
/// <param name="Reason">Why not, and what to do.</param>
public sealed record UnsupportedItem(string Item, string Reason)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"{Item}: {Reason}";
}
