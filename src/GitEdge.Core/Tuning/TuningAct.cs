namespace GitEdge.Core.Tuning;

/// <summary>One thing to do on the machine. Each can be done again without harm. The set is closed.</summary>
public abstract record TuningAct
{
    private TuningAct()
    {
    }

    /// <summary>Remember, synced, before the next act.</summary>
    /// <param name="Record">What.</param>
    public sealed record Keep(TuningRecord Record) : TuningAct;

    /// <summary>Write a value, unless it is there, and read it back.</summary>
    /// <param name="Knob">Where.</param>
    /// <param name="Value">What must be found afterwards.</param>
    public sealed record Turn(Knob Knob, string Value) : TuningAct;

    /// <summary>As <see cref="Turn"/>, towards what was before: a knob that is gone, or no longer ours, is left alone.</summary>
    /// <param name="Knob">Where.</param>
    /// <param name="Value">What was before.</param>
    /// <param name="OnlyFrom">Put back only from this value; null for whatever is found.</param>
    public sealed record PutBack(Knob Knob, string Value, string? OnlyFrom = null) : TuningAct;

    /// <summary>Make these all the drop-in files of GitEdge that the next boot reads.</summary>
    /// <param name="Files">Path below the root → content.</param>
    public sealed record Publish(IReadOnlyDictionary<string, string> Files) : TuningAct;
}
