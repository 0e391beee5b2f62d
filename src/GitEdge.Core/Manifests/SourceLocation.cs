namespace GitEdge.Core.Manifests;

/// <summary>A place in a file of the fleet repository.</summary>
/// <param name="File">Path relative to the repository, with forward slashes.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <summary>The beginning of a file, for what has no closer place.</summary>
    public static SourceLocation StartOf(string file) => new(file, 1, 1);

    /// <summary><c>file:line:column</c>, as compilers write it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
