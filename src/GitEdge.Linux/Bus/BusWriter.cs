using System.Text;
using GitEdge.Linux.Bus.Native;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Bus;

/// <summary>
/// Writes the body of one message, value after value, as the D-Bus specification's marshalling says. Lives as long as the
/// delegate it was handed to.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ArgumentException"/> for what D-Bus cannot carry (a path that is none, text with a NUL, a
/// value its container does not take) and <see cref="BusException"/> for what is too large.
/// </remarks>
public readonly unsafe ref struct BusWriter
{
    private readonly nint _message;

    internal BusWriter(nint message) => _message = message;

    /// <summary><c>y</c>.</summary>
    public void WriteByte(byte value) => Append('y', &value);

    /// <summary><c>b</c>.</summary>
    public void WriteBoolean(bool value)
    {
        var number = value ? 1 : 0;
        Append('b', &number);
    }

    /// <summary><c>n</c>.</summary>
    public void WriteInt16(short value) => Append('n', &value);

    /// <summary><c>q</c>.</summary>
    public void WriteUInt16(ushort value) => Append('q', &value);

    /// <summary><c>i</c>.</summary>
    public void WriteInt32(int value) => Append('i', &value);

    /// <summary><c>u</c>.</summary>
    public void WriteUInt32(uint value) => Append('u', &value);

    /// <summary><c>x</c>.</summary>
    public void WriteInt64(long value) => Append('x', &value);

    /// <summary><c>t</c>.</summary>
    public void WriteUInt64(ulong value) => Append('t', &value);

    /// <summary><c>d</c>.</summary>
    public void WriteDouble(double value) => Append('d', &value);

    /// <summary><c>s</c>.</summary>
    public void WriteString(string value) => AppendText('s', value);

    /// <summary><c>o</c>.</summary>
    public void WriteObjectPath(string value) => AppendText('o', value);

    /// <summary><c>g</c>.</summary>
    public void WriteSignature(string value) => AppendText('g', value);

    /// <summary><c>h</c>: the message gets a duplicate; the handle stays the caller's.</summary>
    public void WriteHandle(SafeFileHandle value)
    {
        var held = false;
        try
        {
            value.DangerousAddRef(ref held);
            var number = (int)value.DangerousGetHandle();
            Append('h', &number);
        }
        finally
        {
            if (held)
                value.DangerousRelease();
        }
    }

    /// <summary><c>ay</c>.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        fixed (byte* items = value)
            BusErrno.Written(SdBus.AppendArray(_message, (byte)'y', items, (nuint)value.Length), "write 'ay'");
    }

    /// <summary>An array of <paramref name="contents"/>, one complete type, for example <c>s</c> or <c>(sv)</c>.</summary>
    public void WriteArray(string contents, WriteValues items) => Contain('a', contents, items);

    /// <summary><c>as</c>.</summary>
    public void WriteStrings(IEnumerable<string> values) => WriteArray("s", writer =>
    {
        foreach (var value in values)
            writer.WriteString(value);
    });

    /// <summary>A structure with fields of <paramref name="contents"/>, for example <c>sb</c> for <c>(sb)</c>.</summary>
    public void WriteStruct(string contents, WriteValues fields) => Contain('r', contents, fields);

    /// <summary>An entry of a dictionary, within an array: key and value of <paramref name="contents"/>, for example <c>sv</c>.</summary>
    public void WriteDictEntry(string contents, WriteValues keyAndValue) => Contain('e', contents, keyAndValue);

    /// <summary>A variant of one value of type <paramref name="contents"/>.</summary>
    public void WriteVariant(string contents, WriteValues value) => Contain('v', contents, value);

    private void Contain(char type, string contents, WriteValues write)
    {
        BusErrno.Written(SdBus.OpenContainer(_message, (byte)type, contents), $"begin '{type}' of '{contents}'");
        write(this);
        BusErrno.Written(SdBus.CloseContainer(_message), $"end '{type}' of '{contents}'");
    }

    private void AppendText(char type, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("D-Bus carries no text with NUL in it.", nameof(value));
        fixed (byte* text = Encoding.UTF8.GetBytes(value + '\0'))
            Append(type, text);
    }

    private void Append(char type, void* value) => BusErrno.Written(SdBus.Append(_message, (byte)type, value), $"write '{type}'");
}
