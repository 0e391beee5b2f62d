using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Puts a wire of ours under libgit2's smart protocol. libgit2 calls back on the thread that called it; what a wire
/// throws is kept here, because it cannot travel through C.
/// </summary>
internal sealed unsafe class SmartTransport(IGitWire wire, PollPatience patience) : IDisposable
{
    private GCHandle _self;
    private SmartStream* _stream;

    private IGitWire Wire => wire;

    /// <summary>What the wire threw first.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Ends the wire. Only after the remote is freed: libgit2 calls back until then.</summary>
    public void Dispose()
    {
        FreeStream();
        wire.Dispose();
        if (_self.IsAllocated)
            _self.Free();
    }

    /// <summary>Makes the transport for a remote: the body of a <c>git_transport_cb</c>.</summary>
    /// <param name="transport">Where libgit2 wants it.</param>
    /// <param name="remote">The remote it is for.</param>
    public int Attach(nint* transport, nint remote)
    {
        if (!_self.IsAllocated)
            _self = GCHandle.Alloc(this);
        var definition = new SmartDefinition
        {
            Callback = &CreateSubtransport,
            IsStateless = wire.IsStateless ? 1u : 0u,
            Parameter = GCHandle.ToIntPtr(_self),
        };
        return LibGit2.TransportSmart(transport, remote, &definition);
    }

    private static SmartTransport Of(nint owner) => (SmartTransport)GCHandle.FromIntPtr(owner).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateSubtransport(SmartSubtransport** created, nint transport, nint owner)
    {
        var subtransport = (SmartSubtransport*)NativeMemory.AllocZeroed((nuint)sizeof(SmartSubtransport));
        subtransport->Action = &Action;
        subtransport->Close = &Close;
        subtransport->Free = &FreeSubtransport;
        subtransport->Owner = owner;
        *created = subtransport;
        return LibGit2.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Action(SmartStream** created, SmartSubtransport* subtransport, byte* url, int action)
    {
        var self = Of(subtransport->Owner);
        try
        {
            self.WaitFor(() =>
            {
                self.Begin(subtransport, (WireService)action);
                return 0;
            });
            *created = self._stream;
            return LibGit2.Ok;
        }
        catch (Exception failure)
        {
            return self.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(SmartStream* stream, byte* buffer, nuint size, nuint* read)
    {
        var self = Of(stream->Owner);
        try
        {
            *read = (nuint)self.WaitFor(() => self.Wire.Read(new Span<byte>(buffer, (int)Math.Min(size, int.MaxValue))));
            return LibGit2.Ok;
        }
        catch (Exception failure)
        {
            return self.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SmartStream* stream, byte* buffer, nuint size)
    {
        var self = Of(stream->Owner);
        try
        {
            self.WaitFor(() =>
            {
                self.Wire.Write(new ReadOnlySpan<byte>(buffer, checked((int)size)));
                return 0;
            });
            return LibGit2.Ok;
        }
        catch (Exception failure)
        {
            return self.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SmartSubtransport* subtransport) => LibGit2.Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeSubtransport(SmartSubtransport* subtransport) => NativeMemory.Free(subtransport);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeStream(SmartStream* stream) => Of(stream->Owner).FreeStream();

    private void Begin(SmartSubtransport* subtransport, WireService service)
    {
        wire.Begin(service);
        // Where one connection carries everything, libgit2 insists on getting the same stream again.
        if (_stream is not null && !wire.IsStateless)
            return;
        FreeStream();
        _stream = (SmartStream*)NativeMemory.AllocZeroed((nuint)sizeof(SmartStream));
        _stream->Subtransport = subtransport;
        _stream->Read = &Read;
        _stream->Write = &Write;
        _stream->Free = &FreeStream;
        _stream->Owner = subtransport->Owner;
    }

    private void FreeStream()
    {
        NativeMemory.Free(_stream);
        _stream = null;
    }

    /// <summary>Runs what waits for the other side; it gives the number of bytes that came.</summary>
    private int WaitFor(Func<int> call)
    {
        var received = 0;
        patience.Wait();
        try
        {
            return received = call();
        }
        finally
        {
            patience.Resume(received);
        }
    }

    private int Keep(Exception failure)
    {
        Failure ??= failure;
        return LibGit2.User;
    }
}
