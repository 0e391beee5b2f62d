using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Manifests;

/// <summary>A value, or every reason why there is none.</summary>
public sealed record Validated<T>
    where T : class
{
    internal Validated(T? value, IReadOnlyList<ManifestProblem> problems)
    {
        Value = value;
        Problems = problems;
    }

    /// <summary>The value; null exactly when there are problems.</summary>
    public T? Value { get; }

    /// <summary>Every problem, in the order of files and lines.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;
}
