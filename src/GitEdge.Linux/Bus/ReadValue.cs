namespace GitEdge.Linux.Bus;

/// <summary>Reads a value of a message, or of one container of it.</summary>
/// <typeparam name="T">What it makes of it.</typeparam>
/// <param name="reader">Good until the delegate returns.</param>
public delegate T ReadValue<out T>(BusReader reader);
