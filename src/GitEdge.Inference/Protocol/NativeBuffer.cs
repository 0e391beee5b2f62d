using System.Runtime.InteropServices;

namespace GitEdge.Inference.Protocol;

/// <summary>Memory outside the collector's reach that keeps its place, for tensors handed to the runtime.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint Alignment = 64;
    private void* _memory;
    private int _capacity;

    public nint Address => (nint)_memory;

    /// <summary>Makes room; true when the memory moved. What was in it is gone then.</summary>
    public bool Reserve(int bytes)
    {
        if (_memory is not null && bytes <= _capacity)
            return false;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = Math.Max(bytes, (int)Alignment);
        _memory = NativeMemory.AlignedAlloc((nuint)_capacity, Alignment);
        return true;
    }

    public Span<byte> Span(int length) => new(_memory, Math.Min(length, _capacity));

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
    }
}
