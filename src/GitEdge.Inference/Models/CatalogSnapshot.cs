using System.Collections.Immutable;

namespace GitEdge.Inference.Models;

/// <summary>What is served at one instant; never changed, only replaced.</summary>
/// <param name="Models">By name.</param>
internal sealed record CatalogSnapshot(ImmutableSortedDictionary<string, ModelEntry> Models)
{
    public static readonly CatalogSnapshot Empty =
        new(ImmutableSortedDictionary<string, ModelEntry>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>Every version of every model, or only those that are ready.</summary>
    public IEnumerable<(ModelEntry Model, VersionEntry Version)> Index(bool onlyReady) =>
        from model in Models.Values
        from version in model.Versions.Values
        where !onlyReady || version.State == ModelState.Ready
        select (model, version);

    /// <summary>The entry, or null.</summary>
    public VersionEntry? Find(string name, long version) =>
        Models.TryGetValue(name, out var model) && model.Versions.TryGetValue(version, out var entry) ? entry : null;

    /// <summary>Adds or replaces a version.</summary>
    public CatalogSnapshot With(string name, VersionEntry entry)
    {
        var model = Models.GetValueOrDefault(name) ?? new ModelEntry(name, ImmutableSortedDictionary<long, VersionEntry>.Empty, Default: null);
        return new(Models.SetItem(name, model with { Versions = model.Versions.SetItem(entry.Version, entry) }));
    }

    /// <summary>Takes a version out; the model with it when it was the last. A default that is gone is no default.</summary>
    public CatalogSnapshot Without(string name, long version)
    {
        if (!Models.TryGetValue(name, out var model))
            return this;
        var versions = model.Versions.Remove(version);
        if (versions.IsEmpty)
            return new(Models.Remove(name));
        var left = model with
        {
            Versions = versions,
            Default = model.Default?.Number == version ? null : model.Default,
            Previous = model.Previous?.Number == version ? null : model.Previous,
        };
        return new(Models.SetItem(name, left));
    }

    /// <summary>Makes a version its model's default if it is here still, the very same, and nothing else is the default.</summary>
    public CatalogSnapshot WithDefaultIfNone(ModelVersion version) =>
        Models.TryGetValue(version.Name, out var model) && model.Default is null && Find(version.Name, version.Number)?.Loaded == version
            ? WithDefaults([version])
            : this;

    /// <summary>Makes loaded versions, all of them in this snapshot, the defaults of their models.</summary>
    public CatalogSnapshot WithDefaults(IEnumerable<ModelVersion> defaults)
    {
        var models = Models.ToBuilder();
        foreach (var version in defaults)
        {
            var model = models[version.Name];
            models[version.Name] = model with { Default = version, Previous = model.Default == version ? model.Previous : model.Default };
        }
        return new(models.ToImmutable());
    }
}
