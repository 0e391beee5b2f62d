namespace GitEdge.Agent;

/// <summary>What systemd says of the containers that should run.</summary>
/// <param name="Away">The name of one that does not run; null when all do, as far as is known.</param>
/// <param name="Restarts">Name → how often systemd has started it again by itself, of those that were asked for.</param>
internal sealed record ContainerLook(string? Away, IReadOnlyDictionary<string, ulong> Restarts)
{
    /// <summary>When nobody says, nothing is known to be wrong.</summary>
    public static ContainerLook Unknown { get; } = new(null, new Dictionary<string, ulong>());

    /// <summary>The name of one that was started again since another look; null for none.</summary>
    public string? FindStartedAgain(ContainerLook since) =>
        Restarts.Where(one => since.Restarts.TryGetValue(one.Key, out var before) && one.Value > before).Select(one => one.Key).FirstOrDefault();
}
