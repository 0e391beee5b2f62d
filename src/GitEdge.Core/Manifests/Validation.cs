namespace GitEdge.Core.Manifests;

/// <summary>Makes <see cref="Validated{T}"/>.</summary>
public static class Validation
{
    /// <summary>There is a value.</summary>
    public static Validated<T> Valid<T>(T value)
        where T : class => new(value, []);

    /// <summary>There is none; the problems are put in the order of files and lines.</summary>
    public static Validated<T> Invalid<T>(IEnumerable<ManifestProblem> problems)
        where T : class =>
        new(
            null,
            [
                .. problems
                    .OrderBy(problem => problem.At.File, StringComparer.Ordinal)
                    .ThenBy(problem => problem.At.Line)
                    .ThenBy(problem => problem.At.Column),
            ]
        );
}
