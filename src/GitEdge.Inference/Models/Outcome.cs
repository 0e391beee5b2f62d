using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Inference.Models;

/// <summary>A value, or why there is none.</summary>
/// <param name="Value">Present when there is no problem.</param>
/// <param name="Problem">Present when there is no value.</param>
internal readonly record struct Outcome<T>(T? Value, RepositoryProblem? Problem)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(RepositoryProblem problem) => new(null, problem);

    /// <summary>Whether there is a value.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out RepositoryProblem? problem)
    {
        (value, problem) = (Value, Problem);
        return Problem is null;
    }
}
