namespace GitEdge.Linux.Bus;

/// <summary>A property that is served, to be read and not set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">One complete type.</param>
/// <param name="Write">Writes its value of now, on the connection's thread.</param>
public sealed record BusProperty(string Name, string Type, WriteValues Write)
{
    /// <summary>Whether PropertiesChanged tells of new values; whoever serves it has to emit that.</summary>
    public bool IsAnnounced { get; init; } = true;
}
