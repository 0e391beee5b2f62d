using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>
/// The device's bare copy of the fleet repository. It can always be made again from a remote, so whatever is wrong with
/// it, it is set aside and begun afresh. One user at a time: hold <see cref="Gate"/>.
/// </summary>
internal sealed class GitStore(string path, TimeProvider time) : IDisposable
{
    private RepositoryHandle? _repository;
    private OdbHandle? _odb;
    private bool _tidied;
    private bool _isStale;

    /// <summary>Held by whoever reads or writes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Absolute path of the repository.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>The open repository.</summary>
    public RepositoryHandle Repository => _repository ?? throw new InvalidOperationException("The repository is not open.");

    /// <summary>Its objects.</summary>
    public OdbHandle Odb => _odb ?? throw new InvalidOperationException("The repository is not open.");

    /// <summary>What in it cannot be read; null when nothing is known to be wrong.</summary>
    public string? Damage { get; private set; }

    /// <summary>Notes that something in it cannot be read; the next <see cref="Prepare"/> begins afresh.</summary>
    public void MarkDamaged(string what) => Damage ??= what;

    /// <summary>The same for one object that could not be read, unless it is gone with the packs it came in.</summary>
    public void MarkDamagedIfStillHere(GitObjectId id)
    {
        // Opened afresh: what is open here is in use by a remote, and remembers packs that were removed.
        using var fresh = new GitStore(FullPath, time);
        if (fresh.TryPrepareForReading() && new ObjectReader(fresh).Has(id))
            MarkDamaged($"object {id} cannot be read");
    }

    /// <summary>Notes that its files were changed by other hands; it is opened again before it is used again.</summary>
    public void MarkStale() => _isStale = true;

    /// <summary>Throws it away, with all that is known of the past, and says so; the next <see cref="Prepare"/> makes a new one.</summary>
    public string Discard(long bytes)
    {
        Close();
        GitStoreLayout.RemoveAside(FullPath);
        Directory.Delete(FullPath, recursive: true);
        return string.Create(CultureInfo.InvariantCulture,
            $"The copy of the repository at {FullPath} had grown to {bytes} bytes. It was thrown away, and everything is fetched afresh.");
    }

    /// <summary>
    /// Makes sure that a sound repository is open, and says what had to be done for it. Writes nothing when all is well.
    /// </summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refuses.</exception>
    public IReadOnlyList<string> Prepare()
    {
        LibGit2Runtime.Ensure();
        CloseIfStale();
        var notices = new List<string>();
        if (Damage is not null)
            notices.Add(BeginAfresh(Damage));
        else if (!GitStoreLayout.Exists(FullPath) && (Directory.Exists(FullPath) || File.Exists(FullPath)))
            notices.Add(BeginAfresh("it is not a repository"));
        if (!GitStoreLayout.Exists(FullPath))
            Create();
        notices.AddRange(GitStoreLayout.PutRight(FullPath));
        RemoveDebris();
        if (_repository is null && !TryOpen(out var error))
        {
            notices.Add(BeginAfresh(error));
            Create();
            if (!TryOpen(out error))
                throw new IOException($"A new repository at {FullPath} cannot be opened: {error}.");
        }
        return notices;
    }

    /// <summary>Opens what is there, if it is sound; makes nothing.</summary>
    public bool TryPrepareForReading()
    {
        LibGit2Runtime.Ensure();
        CloseIfStale();
        return _repository is not null || (GitStoreLayout.Exists(FullPath) && TryOpen(out _));
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Once, and only by who fetches: who merely reads may do so while another process fetches.</summary>
    private void RemoveDebris()
    {
        if (!_tidied)
            GitStoreLayout.RemoveDebris(FullPath);
        _tidied = true;
    }

    private void Create()
    {
        Close();
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
        GitStoreLayout.Create(FullPath);
    }

    private bool TryOpen([NotNullWhen(false)] out string? error)
    {
        error = null;
        if (LibGit2.RepositoryOpenBare(out _repository, FullPath) == LibGit2.Ok
            && LibGit2.RepositoryOdb(out _odb, _repository) == LibGit2.Ok)
        {
            return true;
        }
        error = LibGit2.Error().Message;
        Close();
        return false;
    }

    private string BeginAfresh(string why)
    {
        Close();
        Damage = null;
        var aside = GitStoreLayout.SetAside(FullPath, time.GetUtcNow());
        return $"The copy of the repository at {FullPath} was damaged ({why}). It was set aside as {aside}, and everything is fetched afresh.";
    }

    private void CloseIfStale()
    {
        if (_isStale)
            Close();
    }

    private void Close()
    {
        _isStale = false;
        _odb?.Dispose();
        _odb = null;
        _repository?.Dispose();
        _repository = null;
    }
}
