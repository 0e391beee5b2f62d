namespace GitEdge.Linux.Bus;

/// <summary>
/// Answers one call. Runs on the connection's thread until it first waits for something: there it must not block. A
/// <see cref="BusException"/> is answered by its name; any other exception as <see cref="BusErrorNames.Failed"/>.
/// </summary>
/// <param name="caller">Who calls.</param>
/// <param name="arguments">Of the types the method takes; good until the delegate returns.</param>
/// <returns>What writes the answer, on the connection's thread.</returns>
public delegate Task<WriteValues> AnswerCall(BusCaller caller, BusReader arguments);
