using System.Diagnostics;
using GitEdge.Core.Primitives;
using Microsoft.Extensions.Logging;

namespace GitEdge.Inference.Models;

/// <summary>
/// Changes what the catalogue serves: loads, promotes, unloads. Loads follow one another, so that two big models do not
/// peak together; promoting and unloading do not wait for them.
/// </summary>
/// <param name="catalog">What is served.</param>
/// <param name="layout">Where models lie.</param>
/// <param name="patience">How long an unload waits for requests before it ends them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what changes.</param>
internal sealed class ModelRepository(ModelCatalog catalog, SlotLayout layout, TimeSpan patience, TimeProvider time, ILogger<ModelRepository> logger)
    : IDisposable
{
    // A file's bytes beyond this are worth a collection, which stops requests for a few milliseconds.
    private const long LargeFile = 16 << 20;

    private readonly SemaphoreSlim _loading = new(1);
    private readonly Lock _change = new();

    /// <summary>
    /// Loads whatever lies in the active slot and makes the highest version that loads of each model its default. What
    /// does not load is told in the catalogue and keeps nothing else from being served.
    /// </summary>
    public async Task LoadActiveAsync()
    {
        foreach (var (name, version) in SlotLayout.VersionsIn(layout.Active))
        {
            var loaded = await LoadAsync(name, version, slot: null, expected: null);
            if (loaded.Value is { } result)
                Change(snapshot => snapshot.WithDefaults([result.Model]));
        }
        catalog.BecomeReady();
    }

    /// <summary>Loads a version beside what is served and warms it up. Does nothing when it is there already.</summary>
    public async Task<Outcome<LoadResult>> LoadAsync(string name, long version, string? slot, Sha256Digest? expected)
    {
        await _loading.WaitAsync();
        try
        {
            if (catalog.Current.Find(name, version)?.Loaded is { } present)
                return AlreadyThere(present, expected);
            return await Task.Run(() => Load(name, version, slot, expected));
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Makes versions the defaults of their models, all in one change or none.</summary>
    public Outcome<PromoteResult> Promote(IReadOnlyDictionary<string, string> versions)
    {
        lock (_change)
        {
            var chosen = new List<ModelVersion>(versions.Count);
            foreach (var (name, version) in versions)
            {
                var found = SlotLayout.ParseVersion(version) is { } number ? catalog.Current.Find(name, number) : null;
                if (found?.Loaded is not { } loaded)
                    return new RepositoryProblem(404, "not-ready", $"Model '{name}' version '{version}' is not ready ({found?.State.ToString() ?? "not loaded"}): nothing was promoted; load it first.");
                chosen.Add(loaded);
            }
            var before = catalog.Current;
            var started = Stopwatch.GetTimestamp();
            catalog.Replace(before.WithDefaults(chosen));
            var took = Stopwatch.GetElapsedTime(started);
            foreach (var loaded in chosen)
                logger.Promoted(loaded.Name, loaded.Version, loaded.Digest);
            return new PromoteResult(took, chosen.ToDictionary(loaded => loaded.Name, loaded => before.Models[loaded.Name].Default?.Version, StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// Takes versions away, waits for the requests that still run on them, frees them and gives the memory back.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <param name="version">One version, or all of them for null.</param>
    /// <param name="force">Whether a default may be taken away too.</param>
    public async Task<Outcome<UnloadResult>> UnloadAsync(string name, long? version, bool force)
    {
        var removed = Remove(name, version, force);
        if (!removed.Succeeded(out var entries, out var problem))
            return problem;
        var freed = entries.Where(entry => entry.Loaded is not null).Select(entry => entry.Loaded!).ToArray();
        await Task.WhenAll(freed.Select(loaded => loaded.RetireAsync(patience, time)));
        if (freed.Length > 0)
            GlibcMemory.Trim();
        foreach (var loaded in freed)
            logger.Unloaded(loaded.Name, loaded.Version);
        return new UnloadResult([.. freed.Select(loaded => loaded.Version)], GlibcMemory.Resident());
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    private static Outcome<LoadResult> AlreadyThere(ModelVersion present, Sha256Digest? expected) =>
        expected is { } wanted && !string.Equals(wanted.ToString(), present.Digest, StringComparison.Ordinal)
            ? new RepositoryProblem(409, "other-digest", $"Model '{present.Name}' version {present.Version} is loaded with the digest {present.Digest}, not {wanted}: unload it first, or use another version.")
            : new LoadResult(present, TimeSpan.Zero, WarmUp: null);

    private Outcome<LoadResult> Load(string name, long version, string? slot, Sha256Digest? expected)
    {
        var started = time.GetTimestamp();
        Change(snapshot => snapshot.With(name, new VersionEntry(version, ModelState.Loading, "", Loaded: null)));
        var file = SlotLayout.ModelFile(layout.FolderOf(slot), name, version);
        if (!ModelLoader.Load(file, expected).Succeeded(out var made, out var problem))
        {
            Change(snapshot => snapshot.With(name, new VersionEntry(version, ModelState.Unavailable, problem.Message, Loaded: null)));
            logger.NotLoaded(name, version, problem.Message);
            return problem;
        }
        var loaded = new ModelVersion(made, name, version, time.GetUtcNow());
        var warmUp = loaded.WarmUp(time);
        if (made.Size > LargeFile)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GlibcMemory.Trim();
        var reason = warmUp is null ? "" : $"The warm-up on zeros did not work, which need not mean anything: {warmUp}";
        Change(snapshot => snapshot.With(name, new VersionEntry(version, ModelState.Ready, reason, loaded)));
        var took = time.GetElapsedTime(started);
        logger.Loaded(name, loaded.Version, loaded.Digest, took.TotalMilliseconds);
        return new LoadResult(loaded, took, warmUp);
    }

    private Outcome<List<VersionEntry>> Remove(string name, long? version, bool force)
    {
        lock (_change)
        {
            var snapshot = catalog.Current;
            if (!snapshot.Models.TryGetValue(name, out var model))
                return new List<VersionEntry>();
            var entries = model.Versions.Values.Where(entry => version is null || entry.Version == version).ToList();
            if (entries.Exists(entry => entry.State == ModelState.Loading))
                return new RepositoryProblem(409, "loading", $"Model '{name}' is being loaded: unload it when that is done.");
            if (!force && model.Default is { } current && entries.Exists(entry => entry.Version == current.Number))
                return new RepositoryProblem(409, "is-default", $"Model '{name}' version {current.Version} is the default and answers requests: promote another version first, or give the parameter \"force\": true.");
            catalog.Replace(entries.Aggregate(snapshot, (left, entry) => left.Without(name, entry.Version)));
            return entries;
        }
    }

    private void Change(Func<CatalogSnapshot, CatalogSnapshot> change)
    {
        lock (_change)
            catalog.Replace(change(catalog.Current));
    }
}
