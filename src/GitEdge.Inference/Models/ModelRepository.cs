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
    /// Loads what lies in the active slot. Of each model the highest version that loads becomes the default, unless
    /// somebody has made another one that meanwhile. What does not load, or has other bytes than the slot's record says, is
    /// told in the catalogue and keeps nothing else from being served. The catalogue becomes ready whatever happens.
    /// </summary>
    /// <param name="begins">Told of every model before it is loaded: its name, and its file's bytes.</param>
    public async Task LoadActiveAsync(Action<string, long> begins)
    {
        try
        {
            if (!layout.HasActive)
            {
                logger.NothingActive(layout.Active);
                return;
            }
            var active = layout.ResolveActive();
            var record = SlotRecord.Read(active, out var fault);
            if (fault is not null)
                logger.RecordUnreadable(fault);
            foreach (var (name, version) in ActiveVersions(active, record))
            {
                begins(name, new FileInfo(SlotLayout.ModelFile(active, name, version)) is { Exists: true } file ? file.Length : 0);
                await LoadActiveAsync(active, name, version, record);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.SlotUnreadable(exception.Message);
        }
        finally
        {
            catalog.BecomeReady();
        }
    }

    /// <summary>Loads a version beside what is served and warms it up. Does nothing when it is there already.</summary>
    public Task<Outcome<LoadResult>> LoadAsync(string name, long version, string? slot, Sha256Digest? expected) =>
        LoadFromAsync(layout.FolderOf(slot), name, version, expected);

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
                    return new RepositoryProblem(404, "not-ready", $"Model '{name}' version '{version}' is not ready ({found?.State.ToString() ?? "not loaded"}{(found is { Reason.Length: > 0 } ? $": {found.Reason}" : "")}): nothing was promoted; load it first.");
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

    // What is there and what the record names, so that a model that is gone is told of; the highest version first.
    private static IEnumerable<(string Name, long Version)> ActiveVersions(string active, SlotRecord? record) =>
        SlotLayout.VersionsIn(active)
            .Union(record?.Models.Where(model => SlotLayout.IsName(model.Name)).Select(model => (model.Name, Version: record.Generation)) ?? [])
            .OrderBy(one => one.Name, StringComparer.Ordinal).ThenByDescending(one => one.Version);

    private async Task LoadActiveAsync(string active, string name, long version, SlotRecord? record)
    {
        var expected = record?.DigestOf(name, version);
        if (record is not null && expected is null)
        {
            Refuse(name, version, "not-in-record: the slot was not filled with it; see what else writes there");
            return;
        }
        var loaded = await LoadFromAsync(active, name, version, expected);
        if (loaded.Value is { } result)
            Change(snapshot => snapshot.WithDefaultIfNone(result.Model));
    }

    private async Task<Outcome<LoadResult>> LoadFromAsync(string folder, string name, long version, Sha256Digest? expected)
    {
        await _loading.WaitAsync();
        try
        {
            if (catalog.Current.Find(name, version)?.Loaded is { } present)
                return AlreadyThere(present, expected);
            var file = SlotLayout.ModelFile(folder, name, version);
            return await Task.Run(() => Load(file, name, version, expected));
        }
        finally
        {
            _loading.Release();
        }
    }

    private static Outcome<LoadResult> AlreadyThere(ModelVersion present, Sha256Digest? expected) =>
        expected is { } wanted && !string.Equals(wanted.ToString(), present.Digest, StringComparison.Ordinal)
            ? new RepositoryProblem(409, "other-digest", $"Model '{present.Name}' version {present.Version} is loaded with the digest {present.Digest}, not {wanted}: unload it first, or use another version.")
            : new LoadResult(present, TimeSpan.Zero, WarmUp: null);

    private Outcome<LoadResult> Load(string file, string name, long version, Sha256Digest? expected)
    {
        Change(snapshot => snapshot.With(name, new VersionEntry(version, ModelState.Loading, "", Loaded: null)));
        var result = TryLoad(file, name, version, expected);
        if (result.Succeeded(out var loaded, out var problem))
        {
            var reason = loaded.WarmUp is { } warmUp ? $"The warm-up on zeros did not work, which need not mean anything: {warmUp}" : "";
            Change(snapshot => snapshot.With(name, new VersionEntry(version, ModelState.Ready, reason, loaded.Model)));
            logger.Loaded(name, loaded.Model.Version, loaded.Model.Digest, loaded.Took.TotalMilliseconds);
        }
        else
            Refuse(name, version, $"{problem.Code}: {problem.Message}");
        return result;
    }

    private Outcome<LoadResult> TryLoad(string file, string name, long version, Sha256Digest? expected)
    {
        var started = time.GetTimestamp();
        try
        {
            if (!ModelLoader.Load(file, expected).Succeeded(out var made, out var problem))
                return problem;
            var loaded = new ModelVersion(made, name, version, time);
            var warmUp = loaded.WarmUp(time);
            if (made.Size > LargeFile)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GlibcMemory.Trim();
            return new LoadResult(loaded, time.GetElapsedTime(started), warmUp);
        }
        catch (Exception exception)
        {
            // Whatever a model does to the runtime must neither end the process nor leave the version loading for ever.
            return new RepositoryProblem(500, "unexpected", $"{file} could not be loaded: {exception.GetType().Name}: {exception.Message} Report it with the model; another export may help.");
        }
    }

    private void Refuse(string name, long version, string reason)
    {
        Change(snapshot => snapshot.Find(name, version)?.Loaded is null
            ? snapshot.With(name, new VersionEntry(version, ModelState.Unavailable, reason, Loaded: null))
            : snapshot);
        logger.NotLoaded(name, version, reason);
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
