using GitEdge.Inference.Protocol;

namespace GitEdge.Inference.Models;

/// <summary>
/// What is served now: one pointer to an unchanging snapshot. Readers take it once and never wait; a change of any size,
/// several models at once too, is one volatile write.
/// </summary>
internal sealed class ModelCatalog
{
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;
    private volatile bool _ready;

    public CatalogSnapshot Current => _current;

    /// <summary>True once everything that was active at the start has been tried.</summary>
    public bool Ready => _ready;

    /// <summary>Replaces what is served. Only <see cref="ModelRepository"/> does, one change at a time.</summary>
    public void Replace(CatalogSnapshot next) => _current = next;

    public void BecomeReady() => _ready = true;

    /// <summary>
    /// Finds the version that answers and takes a lease on it: the named one, or the default when
    /// <paramref name="version"/> is null.
    /// </summary>
    public ModelVersion? Acquire(string name, string? version, out ProtocolError? problem)
    {
        while (true)
        {
            var snapshot = _current;
            var found = Find(snapshot, name, version, out problem);
            if (found is null || found.TryAcquire())
                return found;
            // Retired between the two: look again. A retired version is never in the current snapshot; if one were, to say
            // so is better than to look for ever.
            if (ReferenceEquals(snapshot, _current))
            {
                problem = ProtocolError.Unavailable($"model '{name}' version {found.Version} has been taken away; try again");
                return null;
            }
        }
    }

    /// <summary>Finds the version that answers, without a lease: for what can be told of it without its session.</summary>
    public ModelVersion? Find(string name, string? version, out ProtocolError? problem) => Find(_current, name, version, out problem);

    private ModelVersion? Find(CatalogSnapshot snapshot, string name, string? version, out ProtocolError? problem)
    {
        problem = null;
        if (!snapshot.Models.TryGetValue(name, out var model))
        {
            problem = _ready
                ? ProtocolError.NotFound($"there is no model '{name}' here")
                : ProtocolError.Unavailable($"model '{name}' is not here yet: the server is loading its models");
            return null;
        }
        if (version is null)
        {
            problem = model.Default is null ? WithoutDefault(model) : null;
            return model.Default;
        }
        var entry = SlotLayout.ParseVersion(version) is { } number ? model.Versions.GetValueOrDefault(number) : null;
        problem = entry switch
        {
            null => ProtocolError.NotFound($"model '{name}' has no version '{version}' here; it has {string.Join(", ", model.Versions.Keys)}"),
            { Loaded: null, State: ModelState.Loading } => ProtocolError.Unavailable($"model '{name}' version {version} is being loaded"),
            { Loaded: null } => ProtocolError.Unavailable($"model '{name}' version {version} is unavailable: {entry.Reason}"),
            _ => null,
        };
        return entry?.Loaded;
    }

    private static ProtocolError WithoutDefault(ModelEntry model)
    {
        var first = model.Versions.Values.First();
        return model.Versions.Values.Any(entry => entry.State == ModelState.Ready)
            ? ProtocolError.NotFound($"model '{model.Name}' has no default version; name one of {string.Join(", ", model.Versions.Keys)}")
            : ProtocolError.Unavailable($"model '{model.Name}' is not ready: {(first.State == ModelState.Loading ? "being loaded" : first.Reason)}");
    }
}
