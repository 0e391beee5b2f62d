namespace GitEdge.Linux.Bus;

/// <summary>Writes values into a message, or into one container of it.</summary>
/// <param name="writer">Good until the delegate returns.</param>
public delegate void WriteValues(BusWriter writer);
