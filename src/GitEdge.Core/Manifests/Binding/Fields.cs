namespace GitEdge.Core.Manifests.Binding;

/// <summary>
/// The fields of one mapping: each call declares a field and, when there is a node, reads it. What cannot be read is
/// reported and comes back as the default, so that one run finds everything.
/// </summary>
internal sealed class Fields(ManifestMapping? mapping, string label, ProblemList problems)
{
    private readonly List<FieldDeclaration> _declared = [];

    public IReadOnlyList<FieldDeclaration> Declared => _declared;

    /// <summary>The mapping itself; an empty one when only the fields are asked for.</summary>
    public ManifestMapping Source { get; } = mapping ?? new ManifestMapping(default, []);

    /// <summary>A field that must be there.</summary>
    public T Required<T>(string name, Shape<T> shape, string description)
    {
        _declared.Add(new FieldDeclaration(name, IsRequired: true, description, shape.WriteSchema));
        if (mapping is not null && mapping[name] is null)
            problems.Add(
                mapping.At,
                $"{Named(name)} is missing",
                $"add it: {char.ToLowerInvariant(description[0])}{description[1..].TrimEnd('.')}"
            );
        return Read(name, shape, default!);
    }

    /// <summary>A field that may be left out and is then null.</summary>
    public T? Optional<T>(string name, Shape<T> shape, string description)
        where T : class => Optional(name, shape, description, null!);

    /// <summary>A value that may be left out and is then null.</summary>
    public T? OptionalValue<T>(string name, Shape<T> shape, string description)
        where T : struct
    {
        var value = Optional(name, shape, description, default);
        return mapping?[name] is null ? null : value;
    }

    /// <summary>A field that may be left out and then has a fallback.</summary>
    public T Optional<T>(string name, Shape<T> shape, string description, T fallback)
    {
        _declared.Add(new FieldDeclaration(name, IsRequired: false, description, shape.WriteSchema));
        return Read(name, shape, fallback);
    }

    /// <summary>Reports every key that no call has declared, and every key that stands twice.</summary>
    public void ReportUnknown()
    {
        var known = _declared.Select(field => field.Name).ToList();
        foreach (
            var key in Source
                .Fields.Select(field => field.Key)
                .Where(key => !known.Contains(key.Text, StringComparer.Ordinal))
        )
            problems.Add(key.At, $"{Where()} has no field {Quoting.Of(key.Text)}", Suggestion.Cure(key.Text, known));
        Keys.ReportDuplicates(Source, Where(), problems);
    }

    private T Read<T>(string name, Shape<T> shape, T fallback)
    {
        if (mapping?[name] is not { } node)
            return fallback;
        return shape.TryBind(node, Named(name), problems, out var value) ? value : fallback;
    }

    private string Named(string name) => label.Length == 0 ? name : $"{label}.{name}";

    private string Where() => label.Length == 0 ? "the file" : label;
}
