using System.Buffers;
using System.Runtime.InteropServices;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Memory straight from the kernel (mmap(2)): a page is taken when it is first written, and all are back at once when it is
/// disposed, which neither the collector's heap nor a pool promises.
/// </summary>
internal sealed unsafe partial class MappedMemory : MemoryManager<byte>
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymousNoReserve = 0x4022;

    private readonly int _length;
    private nint _address;

    private MappedMemory(nint address, int length) => (_address, _length) = (address, length);

    /// <summary>Null when the kernel has not as much.</summary>
    public static MappedMemory? Take(int length)
    {
        var address = mmap(0, (nuint)length, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        return address == -1 ? null : new MappedMemory(address, length);
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        return new Span<byte>((void*)_address, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_address + elementIndex);

    public override void Unpin()
    {
        // It never moves.
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _address, 0) is not 0 and var address)
            _ = munmap(address, (nuint)_length);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int munmap(nint address, nuint length);
}
