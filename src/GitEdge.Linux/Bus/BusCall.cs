namespace GitEdge.Linux.Bus;

/// <summary>One method call.</summary>
/// <param name="Destination">Unique or well-known name of who is called.</param>
/// <param name="Path">The object.</param>
/// <param name="Interface">The interface.</param>
/// <param name="Member">The method.</param>
public sealed record BusCall(string Destination, string Path, string Interface, string Member)
{
    /// <summary>Writes the arguments.</summary>
    public WriteValues Arguments { get; init; } = static _ => { };

    /// <summary>How long the answer is waited for, from when the call is sent.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether whoever is called may ask a person for leave (polkit).</summary>
    public bool MayAsk { get; init; }
}
