using System.Buffers.Binary;
using System.Text;

namespace GitEdge.Linux.Tests.Bus;

/// <summary>D-Bus messages made by hand, so that they can be wrong.</summary>
internal static class HostileMessage
{
    /// <summary>The first call of every client.</summary>
    public static byte[] Hello() => Make("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello", 1, "", []);

    /// <summary>A call that is well formed, with some bytes of its head, signature or body changed.</summary>
    public static byte[] Call(string service, string path, string member, int seed)
    {
        var random = new Random(seed);
        var message = Make(service, path, service, member, 2, seed % 3 == 0 ? "a{y" : "ay", [0xff, 0xff, 0xff, 0x03, 1, 2, 3]);
        if (seed % 3 == 1)
        {
            for (var i = 0; i < 3; i++)
                message[random.Next(4, message.Length)] = (byte)random.Next(256);
        }
        return message;
    }

    private static byte[] Make(string destination, string path, string ofInterface, string member, uint serial, string signature, byte[] body)
    {
        using var fields = new MemoryStream();
        Field(fields, 1, 'o', path);
        Field(fields, 2, 's', ofInterface);
        Field(fields, 3, 's', member);
        Field(fields, 6, 's', destination);
        if (signature.Length > 0)
            Field(fields, 8, 'g', signature);
        var head = new byte[16];
        head[0] = (byte)'l';
        head[1] = 1;
        head[3] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), serial);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), (int)fields.Length);
        Pad(fields);
        return [.. head, .. fields.ToArray(), .. body];
    }

    private static void Field(MemoryStream fields, byte code, char type, string value)
    {
        Pad(fields);
        fields.Write([code, 1, (byte)type, 0]);
        var text = Encoding.ASCII.GetBytes(value);
        if (type == 'g')
            fields.WriteByte((byte)text.Length);
        else
            fields.Write(BitConverter.GetBytes(text.Length));
        fields.Write(text);
        fields.WriteByte(0);
    }

    private static void Pad(MemoryStream fields)
    {
        while (fields.Length % 8 != 0)
            fields.WriteByte(0);
    }
}
