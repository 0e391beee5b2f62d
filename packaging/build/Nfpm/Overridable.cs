namespace GitEdge.Packaging.Nfpm;

/// <summary>What may differ from format to format.</summary>
internal sealed record Overridable
{
    /// <summary>Relations by nfpm's name: <c>depends</c>, <c>recommends</c>, <c>suggests</c>, <c>conflicts</c>, <c>replaces</c>, <c>provides</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Relations { get; init; }

    /// <summary>Paths of scripts by nfpm's name: <c>preinstall</c>, <c>postinstall</c>, <c>preremove</c>, <c>postremove</c>.</summary>
    public required IReadOnlyDictionary<string, string> Scripts { get; init; }

    /// <summary>This with what <paramref name="specific"/> says instead: a list or a script at a time, as nfpm does.</summary>
    public Overridable With(Overridable specific) => new()
    {
        Relations = Merge(Relations, specific.Relations),
        Scripts = Merge(Scripts, specific.Scripts),
    };

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> common, IReadOnlyDictionary<string, T> specific)
    {
        var merged = common.ToDictionary();
        foreach (var (name, value) in specific)
            merged[name] = value;
        return merged;
    }
}
