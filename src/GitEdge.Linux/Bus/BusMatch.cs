namespace GitEdge.Linux.Bus;

/// <summary>Which signals are wanted; what is null matches any.</summary>
public sealed record BusMatch
{
    /// <summary>
    /// The sender. Anybody on a bus may send anybody a signal that looks like another's, so leave it out only where the signal
    /// is no more than a hint. A well-known name stands for who owns it when the subscription begins.
    /// </summary>
    public string? Sender { get; init; }

    /// <summary>The object's path.</summary>
    public string? Path { get; init; }

    /// <summary>The interface.</summary>
    public string? Interface { get; init; }

    /// <summary>The signal's name.</summary>
    public string? Member { get; init; }

    /// <summary>The rule in the bus's words (D-Bus specification, "Match Rules").</summary>
    /// <exception cref="InvalidOperationException">A value has a quotation mark in it, which no name on a bus has.</exception>
    internal string ToRule()
    {
        (string Key, string? Value)[] wanted = [("sender", Sender), ("path", Path), ("interface", Interface), ("member", Member)];
        if (wanted.Any(one => one.Value?.Contains('\'', StringComparison.Ordinal) == true))
            throw new InvalidOperationException($"{this} is nothing to match by.");
        return string.Join(',', wanted.Where(one => one.Value is not null).Select(one => $"{one.Key}='{one.Value}'").Prepend("type='signal'"));
    }
}
