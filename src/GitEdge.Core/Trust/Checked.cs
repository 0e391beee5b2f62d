using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Trust;

/// <summary>A value that passed its checks, or the rejection; never both, never neither.</summary>
/// <typeparam name="T">What was checked.</typeparam>
public sealed record Checked<T>
    where T : class
{
    private Checked(T? value, Rejection? rejection)
    {
        Value = value;
        Rejection = rejection;
    }

    /// <summary>The value; null when rejected.</summary>
    public T? Value { get; }

    /// <summary>Why not; null when there is a value.</summary>
    public Rejection? Rejection { get; }

    /// <summary>Takes the answer apart.</summary>
    public bool Try([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Rejection? rejection)
    {
        value = Value;
        rejection = Rejection;
        return value is not null;
    }

    /// <summary>Passed.</summary>
    public static implicit operator Checked<T>(T value) => new(value, null);

    /// <summary>Rejected.</summary>
    public static implicit operator Checked<T>(Rejection rejection) => new(null, rejection);
}
