namespace GitEdge.Core.Trust.Roles;

/// <summary>A channel that is stopped: nothing from this release on is activated; what runs goes on.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Epoch">The epoch from which on it is stopped.</param>
/// <param name="From">The counter from which on it is stopped; 0: all of it.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record HoldEntry(string Channel, long Epoch, long From, string Reason)
{
    /// <summary>What of the channel is stopped, for people.</summary>
    public string Extent() => (Epoch, From) == (0, 0)
        ? "all of it"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"from {Epoch}/{From} (epoch/counter) on");

    /// <summary>Whether this stops everything that <paramref name="other"/> stops.</summary>
    public bool Covers(HoldEntry other) => Channel == other.Channel && (Epoch, From).CompareTo((other.Epoch, other.From)) <= 0;
}
