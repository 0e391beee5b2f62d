namespace GitEdge.Core.Tuning;

/// <summary>The undo journal: a tuning that is not committed, with all that is needed to put it back.</summary>
public sealed record PendingTuning
{
    /// <summary>The generation it belongs to.</summary>
    public required long Generation { get; init; }

    /// <summary>How far it has come.</summary>
    public required TuningPhase Phase { get; init; }

    /// <summary>Every knob that is turned, with what it was before.</summary>
    public required IReadOnlyList<TuningChange> Changes { get; init; }

    /// <summary>All that the generation will hold.</summary>
    public required IReadOnlyList<KeptSetting> Settings { get; init; }

    /// <summary>When it is put back unless it was confirmed.</summary>
    public required BootMoment Deadline { get; init; }

    /// <summary>Why it is being put back, one of <see cref="TuningReason"/> or of the deployment's; null when it is not.</summary>
    public string? Reason { get; init; }
}
