namespace GitEdge.Agent.Cli.Demo;

/// <summary>Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding), as far as editing a model needs it.</summary>
internal static class Protobuf
{
    private const int Varint = 0;
    private const int Bytes = 2;

    /// <summary>The fields of a message in their order.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static IEnumerable<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var at = 0;
            var key = ReadVarint(message.Span, ref at);
            var start = 0;
            switch (key & 7)
            {
                case Varint: ReadVarint(message.Span, ref at); start = at; break;
                case 1: at += 8; start = at; break;
                case Bytes:
                    var length = ReadVarint(message.Span, ref at);
                    start = at;
                    at = length <= (ulong)(message.Length - at) ? at + (int)length : int.MaxValue;
                    break;
                case 5: at += 4; start = at; break;
                default: throw new InvalidDataException($"wire type {key & 7} is not used in models");
            }
            if (at > message.Length)
                throw new InvalidDataException("the model is cut off");
            yield return new ProtobufField((int)(key >> 3), message[..at], message[start..at]);
            message = message[at..];
        }
    }

    /// <summary>A length-delimited field.</summary>
    public static byte[] Write(int number, ReadOnlySpan<byte> content) =>
        [.. WriteVarint((ulong)(number << 3 | Bytes)), .. WriteVarint((ulong)content.Length), .. content];

    /// <summary>A field with a number that is not negative.</summary>
    public static byte[] Write(int number, int value) => [.. WriteVarint((ulong)(number << 3 | Varint)), .. WriteVarint((ulong)value)];

    private static ulong ReadVarint(ReadOnlySpan<byte> from, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= from.Length)
                throw new InvalidDataException("the model is cut off");
            var part = from[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new InvalidDataException("a number is longer than ten bytes");
    }

    private static List<byte> WriteVarint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
