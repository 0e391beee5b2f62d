using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Agent.Authoring;

/// <summary>What was asked for, or why it was refused; never both, never neither.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
internal sealed record Attempt<T>
    where T : class
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Attempt(T? value, Refusal? refusal)
    {
        _value = value;
        _refusal = refusal;
    }

    /// <summary>Takes the answer apart.</summary>
    public bool Try([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = _refusal;
        return value is not null;
    }

    /// <summary>Done.</summary>
    public static implicit operator Attempt<T>(T value) => new(value, null);

    /// <summary>Refused.</summary>
    public static implicit operator Attempt<T>(Refusal refusal) => new(null, refusal);
}
