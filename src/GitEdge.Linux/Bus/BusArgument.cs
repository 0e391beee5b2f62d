namespace GitEdge.Linux.Bus;

/// <summary>One argument of a method or signal.</summary>
/// <param name="Name">For people.</param>
/// <param name="Type">One complete type, for example <c>a{sv}</c>.</param>
public sealed record BusArgument(string Name, string Type);
