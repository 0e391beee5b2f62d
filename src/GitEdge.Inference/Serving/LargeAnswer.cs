using System.Buffers;
using GitEdge.Inference.Protocol;

namespace GitEdge.Inference.Serving;

/// <summary>
/// An answer that is too large for the connection's own buffers, in memory that goes back to the kernel when it has been
/// sent. There is a budget for all: clients that do not read what they asked for can not pile answers up.
/// </summary>
internal sealed class LargeAnswer(BodyBudget budget) : IBufferWriter<byte>, IDisposable
{
    /// <summary>Bytes from which on an answer is large.</summary>
    public const int Beyond = 64 << 10;

    private MappedMemory? _memory;
    private int _length;
    private int _written;

    /// <summary>Whether the answer is a large one.</summary>
    public bool IsTaken => _memory is not null;

    /// <summary>Makes room for the whole answer; once.</summary>
    public ProtocolError? Take(long length)
    {
        if (length > Array.MaxLength)
            return new ProtocolError(500, $"the answer has {length} bytes, more than can be sent at once; ask for fewer outputs, or in binary");
        // One that is larger than all of the budget is the model's way, not the clients'.
        var charged = Math.Min((int)length, (int)Math.Min(budget.Most, int.MaxValue));
        if (!budget.TryTake(charged))
            return ProtocolError.Unavailable($"the server has {budget.Most} bytes for large answers together (--max-traffic-bytes), and they are taken; try again");
        _length = charged;
        _memory = MappedMemory.Take((int)length);
        return IsTaken ? null : ProtocolError.Unavailable($"there is no memory for an answer of {length} bytes now; try again");
    }

    /// <summary>Sends it piece by piece: the connection copies what it is given at once.</summary>
    public async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (var at = 0; at < _written; at += Beyond)
            await stream.WriteAsync(_memory!.Memory[at..Math.Min(_written, at + Beyond)], cancellationToken);
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _memory!.Memory[_written..];

    public Span<byte> GetSpan(int sizeHint = 0) => _memory!.GetSpan()[_written..];

    public void Dispose()
    {
        ((IDisposable?)_memory)?.Dispose();
        _memory = null;
        budget.Return(_length);
        _length = 0;
    }
}
