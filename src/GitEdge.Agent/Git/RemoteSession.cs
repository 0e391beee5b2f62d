using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using GitEdge.Agent.Git.Native;
using GitEdge.Agent.Git.Transports;

namespace GitEdge.Agent.Git;

/// <summary>One connection to one remote: look first, fetch over the same connection when something is new.</summary>
internal sealed unsafe class RemoteSession : IDisposable
{
    private readonly GitEndpoint _endpoint;
    private readonly string _place;
    private readonly TransferBudget _budget;
    private readonly SmartTransport? _smart;
    private readonly PollPatience _patience;
    private readonly RemoteHandle _remote;
    private GCHandle _self;
    private long _copied;

    /// <summary>Prepares a connection; <paramref name="wire"/> is null for a folder of this device, and is owned from here on.</summary>
    public RemoteSession(GitStore store, GitEndpoint endpoint, IGitWire? wire, TransferBudget budget, PollPatience patience)
    {
        _endpoint = endpoint;
        _place = store.FullPath;
        _budget = budget;
        _patience = patience;
        _smart = wire is null ? null : new SmartTransport(wire, patience);
        _self = GCHandle.Alloc(this);
        LibGit2Memory.BeginSession();
        var options = new RemoteCreateOptions
        {
            Version = RemoteCreateOptions.CurrentVersion,
            Repository = store.Repository.DangerousGetHandle(),
            Flags = RemoteCreateOptions.SkipInsteadOfAndDefaultFetchSpec,
        };
        // What the wire connects to is in the endpoint; libgit2 only wants to see some url.
        var url = endpoint.Scheme == GitScheme.File ? endpoint.Path : "https://remote.invalid/";
        if (LibGit2.RemoteCreate(out _remote, url, &options) != LibGit2.Ok)
            throw new InvalidOperationException($"libgit2 made no remote: {LibGit2.Error().Message}");
    }

    /// <summary>Connects and reads what the remote lists; peeled entries are left out.</summary>
    public GitFault? List(int limit, Func<string, bool> isFollowed, out SortedDictionary<string, GitObjectId> listed)
    {
        listed = new SortedDictionary<string, GitObjectId>(StringComparer.Ordinal);
        ConnectOptions options;
        _ = LibGit2.ConnectOptionsInitialize(&options, ConnectOptions.CurrentVersion);
        options.Callbacks = Callbacks(options.Callbacks);
        options.FollowRedirects = FetchOptions.NoRedirects;
        LibGit2.ClearError();
        if (LibGit2.RemoteConnect(_remote, direction: 0, &options) is not LibGit2.Ok and var refused)
            return Explain(refused);
        _budget.EndList();
        RemoteHead** heads;
        nuint count;
        if (LibGit2.RemoteList(&heads, &count, _remote) is not LibGit2.Ok and var failed)
            return Explain(failed);
        if (count > (nuint)limit)
            return GitFaults.Of(GitFaultReason.TooManyReferences, _endpoint, string.Create(CultureInfo.InvariantCulture, $"it lists {count} references; {limit} are allowed."));
        for (nuint i = 0; i < count; i++)
        {
            var name = Utf8StringMarshaller.ConvertToManaged(heads[i]->Name)!;
            if (!name.EndsWith("^{}", StringComparison.Ordinal) && isFollowed(name))
                listed[name] = heads[i]->Oid.ToId();
        }
        return null;
    }

    /// <summary>Fetches the objects of these refspecs into the store; no reference is changed.</summary>
    public GitFault? Download(IReadOnlyList<string> refSpecs)
    {
        FetchOptions options;
        _ = LibGit2.FetchOptionsInitialize(&options, FetchOptions.CurrentVersion);
        options.Callbacks = Callbacks(options.Callbacks);
        options.Prune = FetchOptions.NoPrune;
        options.UpdateFetchHead = 0;
        options.DownloadTags = FetchOptions.NoTags;
        options.FollowRedirects = FetchOptions.NoRedirects;
        var texts = stackalloc byte*[refSpecs.Count];
        for (var i = 0; i < refSpecs.Count; i++)
            texts[i] = Utf8StringMarshaller.ConvertToUnmanaged(refSpecs[i]);
        var specs = new StringArray { Strings = texts, Count = (nuint)refSpecs.Count };
        LibGit2.ClearError();
        var code = LibGit2.RemoteDownload(_remote, &specs, &options);
        var fault = code == LibGit2.Ok ? null : Explain(code);
        for (var i = 0; i < refSpecs.Count; i++)
            Utf8StringMarshaller.Free(texts[i]);
        return fault;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = LibGit2.RemoteDisconnect(_remote);
        _remote.Dispose();
        _smart?.Dispose();
        LibGit2Memory.EndSession();
        if (_self.IsAllocated)
            _self.Free();
    }

    private RemoteCallbacks Callbacks(RemoteCallbacks initial) => initial with
    {
        Transport = &CreateTransport,
        TransferProgress = &OnProgress,
        Payload = GCHandle.ToIntPtr(_self),
    };

    private static RemoteSession Of(nint payload) => (RemoteSession)GCHandle.FromIntPtr(payload).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateTransport(nint* transport, nint remote, nint payload) =>
        Of(payload)._smart is { } smart ? smart.Attach(transport, remote) : LibGit2.TransportLocal(transport, remote, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnProgress(TransferProgress* progress, nint payload)
    {
        var self = Of(payload);
        if (self._smart is null)
            self.WatchCopy(*progress);
        return !self._patience.Token.IsCancellationRequested && self._budget.Reach((long)progress->ReceivedBytes) ? LibGit2.Ok : LibGit2.User;
    }

    // A folder is read by libgit2 itself. What it needs before the first byte, to count objects, and after the last, for the index, is
    // the device's own work; in between it copies, and that is as slow as the folder.
    private void WatchCopy(TransferProgress progress)
    {
        var received = (long)progress.ReceivedBytes;
        _patience.Resume(received - _copied);
        _copied = received;
        if (progress.ReceivedObjects < progress.TotalObjects)
            _patience.Wait();
    }

    private GitFault Explain(int code)
    {
        var (kind, message) = LibGit2.Error();
        _patience.Token.ThrowIfCancellationRequested();
        return _smart?.Failure switch
        {
            WireFailureException failure => failure.Fault,
            // Whatever it is, it is this remote's: the next one may do better.
            { } unforeseen => GitFaults.Unforeseen(_endpoint, unforeseen),
            null when code == LibGit2.User && _budget.Exceeded() is { } exceeded => exceeded,
            null => LibGit2Faults.Of(_endpoint, _place, kind, code, message),
        };
    }
}
