namespace GitEdge.Agent.Cli.Demo;

/// <summary>What the demo was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>The folder to work in and to leave behind; null: a temporary one that is removed.</summary>
    public string? Keep { get; init; }

    /// <summary>Shorter soaks and pauses.</summary>
    public bool Fast { get; init; }

    /// <summary>The executable <c>gitedge-inference</c>.</summary>
    public required string Inference { get; init; }

    /// <summary>Folder of the three silero models.</summary>
    public required string Models { get; init; }

    /// <summary>Folder of spoken .wav files.</summary>
    public required string Speech { get; init; }

    /// <summary>Clients that send speech all the time.</summary>
    public required int Clients { get; init; }

    /// <summary>How long probation lasts.</summary>
    public TimeSpan Soak => TimeSpan.FromSeconds(Fast ? 2 : 4);
}
