using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Bus;

/// <summary>
/// Reads the body of one message, value after value. Lives as long as the delegate it was handed to; what is read is copied.
/// </summary>
/// <remarks>
/// Every method throws <see cref="BusException"/> (<see cref="BusErrorNames.InconsistentMessage"/>) when something else comes
/// next, or nothing.
/// </remarks>
public readonly unsafe ref struct BusReader
{
    private readonly nint _message;

    internal BusReader(nint message) => _message = message;

    /// <summary>The types of the whole body, for example <c>sa{sv}</c>.</summary>
    public string Signature => Utf8.Copy(SdBus.GetSignature(_message, 1));

    /// <summary>Whether the innermost container, or the body, is read to its end.</summary>
    public bool IsAtEnd => SdBus.AtEnd(_message, 0) > 0;

    /// <summary>The type of the next value: one letter, <c>a</c>, <c>r</c> (structure), <c>e</c> (entry) or <c>v</c>; with its contents, empty for a basic type.</summary>
    public (char Type, string Contents) Peek()
    {
        BusErrno.Read(SdBus.PeekType(_message, out var type, out var contents), "look at the next value");
        return ((char)type, Utf8.Copy(contents));
    }

    /// <summary><c>y</c>.</summary>
    public byte ReadByte() => Read<byte>('y');

    /// <summary><c>b</c>.</summary>
    public bool ReadBoolean() => Read<int>('b') != 0;

    /// <summary><c>n</c>.</summary>
    public short ReadInt16() => Read<short>('n');

    /// <summary><c>q</c>.</summary>
    public ushort ReadUInt16() => Read<ushort>('q');

    /// <summary><c>i</c>.</summary>
    public int ReadInt32() => Read<int>('i');

    /// <summary><c>u</c>.</summary>
    public uint ReadUInt32() => Read<uint>('u');

    /// <summary><c>x</c>.</summary>
    public long ReadInt64() => Read<long>('x');

    /// <summary><c>t</c>.</summary>
    public ulong ReadUInt64() => Read<ulong>('t');

    /// <summary><c>d</c>.</summary>
    public double ReadDouble() => Read<double>('d');

    /// <summary><c>s</c>.</summary>
    public string ReadString() => Utf8.Copy(Read<nint>('s'));

    /// <summary><c>o</c>.</summary>
    public string ReadObjectPath() => Utf8.Copy(Read<nint>('o'));

    /// <summary><c>g</c>.</summary>
    public string ReadSignature() => Utf8.Copy(Read<nint>('g'));

    /// <summary><c>h</c>: a duplicate of the caller's own, closed on exec.</summary>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    public SafeFileHandle ReadHandle()
    {
        var number = PollCalls.Control(Read<int>('h'), PollCalls.DuplicateCloseOnExec, 0);
        return number >= 0
            ? new SafeFileHandle(number, ownsHandle: true)
            : throw new LinuxException("fcntl", "a file descriptor from the bus", Marshal.GetLastPInvokeError());
    }

    /// <summary><c>ay</c>.</summary>
    public byte[] ReadBytes()
    {
        BusErrno.Read(SdBus.ReadArray(_message, (byte)'y', out var items, out var bytes), "read 'ay'");
        return new ReadOnlySpan<byte>((void*)items, checked((int)bytes)).ToArray();
    }

    /// <summary>An array of <paramref name="contents"/>, one complete type; <paramref name="item"/> reads one of it.</summary>
    public IReadOnlyList<T> ReadArray<T>(string contents, ReadValue<T> item) => Contain('a', contents, item, static (reader, item) =>
    {
        List<T> items = [];
        while (!reader.IsAtEnd)
            items.Add(item(reader));
        return (IReadOnlyList<T>)items;
    });

    /// <summary><c>as</c>.</summary>
    public IReadOnlyList<string> ReadStrings() => ReadArray("s", static reader => reader.ReadString());

    /// <summary>A structure with fields of <paramref name="contents"/>, all of which have to be read.</summary>
    public T ReadStruct<T>(string contents, ReadValue<T> fields) => Contain('r', contents, fields, static (reader, fields) => fields(reader));

    /// <summary>An entry of a dictionary, within an array; key and value have to be read.</summary>
    public T ReadDictEntry<T>(string contents, ReadValue<T> keyAndValue) => Contain('e', contents, keyAndValue, static (reader, both) => both(reader));

    /// <summary>A variant that holds one value of type <paramref name="contents"/>.</summary>
    public T ReadVariant<T>(string contents, ReadValue<T> value) => Contain('v', contents, value, static (reader, value) => value(reader));

    /// <summary>Passes over values of these types.</summary>
    public void Skip(string types) => BusErrno.Read(SdBus.Skip(_message, types), $"pass over '{types}'");

    private T Contain<T, TState>(char type, string contents, TState state, ReadWith<T, TState> read)
    {
        BusErrno.Read(SdBus.EnterContainer(_message, (byte)type, contents), $"read '{type}' of '{contents}'");
        var value = read(this, state);
        if (SdBus.ExitContainer(_message) < 0)
            throw new BusException(BusErrorNames.InconsistentMessage, $"'{type}' of '{contents}' holds more than was read.");
        return value;
    }

    private T Read<T>(char type)
        where T : unmanaged
    {
        T value = default;
        BusErrno.Read(SdBus.Read(_message, (byte)type, &value), $"read '{type}'");
        return value;
    }

    private delegate T ReadWith<out T, in TState>(BusReader reader, TState state);
}
