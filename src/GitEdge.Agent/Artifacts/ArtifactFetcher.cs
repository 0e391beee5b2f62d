using System.Globalization;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Brings artifacts into the store: from the first source that has them, going on after a cut where it stopped, from
/// whatever source answers next. Sources are never believed; the digest over the written bytes decides.
/// </summary>
internal sealed class ArtifactFetcher(BlobStore store, HttpClient client, FetchLimits limits, TimeProvider time)
{
    private readonly HttpSource _http = new(client, limits, time);
    private readonly FileSource _files = new(limits, time);

    /// <summary>
    /// Has the store hold the artifact. A blob that is there is read again from end to end, and replaced when it is damaged.
    /// Transient and Waiting faults leave what came so far for the next call.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; what came so far is kept.</exception>
    public async Task<FetchResult> FetchAsync(
        ArtifactRequest request, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            if (store.Check(request.Digest, request.Size, cancellationToken) is BlobState.Whole)
                return AlreadyThere(request);
            using var partial = PartialBlob.Open(store, request, cancellationToken);
            try
            {
                return await FillAsync(partial, request, progress, cancellationToken);
            }
            catch
            {
                partial.Leave(limits.Reserve);
                throw;
            }
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return new FetchResult.Failed(DiskFault.From(e, store.Directory));
        }
    }

    /// <summary>An earlier run may have been killed between the rename and the sync of the directory.</summary>
    private FetchResult.Stored AlreadyThere(ArtifactRequest request)
    {
        var path = store.PathOf(request.Digest);
        DirectorySync.SyncParent(path);
        AtomicFile.Remove(store.PartialPathOf(request.Digest));
        return new FetchResult.Stored(path, 0);
    }

    private async Task<FetchResult> FillAsync(
        PartialBlob partial, ArtifactRequest request, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var stored = store.PathOf(request.Digest);
        if (partial.Length == request.Size && await partial.TryFinishAsync())
            return new FetchResult.Stored(stored, 0);
        if (NoRoom(partial.Length, request) is { } full)
        {
            partial.Leave(limits.Reserve);
            return new FetchResult.Failed(full);
        }
        partial.Reserve();
        var visit = new SourceVisit(partial, request, limits.AttemptsPerSource, time);
        List<Fault> faults = [];
        foreach (var source in request.Sources)
        {
            var fault = await VisitAsync(visit, source, request, progress, cancellationToken);
            if (fault is null)
                return new FetchResult.Stored(stored, visit.Transferred);
            faults.Add(fault);
        }
        partial.Leave(limits.Reserve);
        return new FetchResult.Failed(faults.Count == 0 ? FetchFaults.NoSource(request.Digest) : FetchFaults.Combine(faults));
    }

    private async Task<Fault?> VisitAsync(
        SourceVisit visit, string source, ArtifactRequest request, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
            return FetchFaults.InvalidSource(source);
        var name = SourceName.Of(address);
        Action<long>? report = progress is null ? null : done => progress.Report(new FetchProgress(done, request.Size, name.Text));
        Func<long, Task<SourceAnswer>>? open = address.Scheme switch
        {
            "https" or "http" => offset => _http.OpenAsync(address, offset, request.Size, cancellationToken),
            "file" when address.Host.Length == 0 => offset => _files.OpenAsync(address, offset, request.Size, cancellationToken),
            _ => null,
        };
        return open is null ? FetchFaults.InvalidSource(source) : await visit.RunAsync(name, open, report, cancellationToken);
    }

    private Fault? NoRoom(long already, ArtifactRequest request)
    {
        var (needed, free) = (request.Size - already + limits.Reserve, FileSpace.FreeAt(store.Directory));
        return needed <= free ? null : DiskFault.NoSpace(string.Create(CultureInfo.InvariantCulture,
            $"{request.Digest} needs {request.Size - already} bytes more and {limits.Reserve} are to stay free, but the disk of '{store.Directory}' has {free}."),
            store.Directory);
    }
}
