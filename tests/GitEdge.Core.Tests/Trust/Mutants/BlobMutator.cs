using System.Buffers.Binary;
using System.Numerics;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>Changes the fields of a signature's blob, so that what comes out is again well formed on the outside.</summary>
internal sealed class BlobMutator(Random random)
{
    private static readonly BigInteger P256Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", System.Globalization.NumberStyles.AllowHexSpecifier,
        System.Globalization.CultureInfo.InvariantCulture);

    private static readonly string[] Names =
    [
        "git", "file", "GIT", "git\0", "", "sha256", "sha512", "sha1", "ssh-rsa", "rsa-sha2-256", "rsa-sha2-512", "ssh-ed25519", "ecdsa-sha2-nistp256",
        "nistp384", "ssh:", "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    public byte[] Mutate(byte[] blob)
    {
        // Magic and version, then the strings key, namespace, reserved, hash, signature.
        var fields = Strings(blob.AsSpan(10));
        if (fields is not { Count: 5 })
            return Number(blob, 6);
        switch (random.Next(8))
        {
            case 0:
                return Number(blob, 6);
            case 1:
                fields[random.Next(1, 4)] = SignedSample.Bytes(Names[random.Next(Names.Length)]);
                break;
            case 2:
                fields[0] = TestKey.All[random.Next(TestKey.All.Count)].Blob;
                break;
            case 3:
                return [.. blob, (byte)random.Next(256)];
            case 4 or 5:
                fields[0] = Inside(fields[0]);
                break;
            default:
                fields[4] = Inside(fields[4]);
                break;
        }
        return [.. blob[..10], .. Join(fields)];
    }

    /// <summary>Changes one of the strings that a key or signature is made of.</summary>
    private byte[] Inside(byte[] bytes)
    {
        var length = 0;
        var parts = new List<byte[]>();
        while (Take(bytes.AsSpan(length)) is { } part)
        {
            parts.Add(part);
            length += 4 + part.Length;
        }
        var rest = bytes[length..];
        if (parts.Count == 0)
            return [.. bytes, 0];
        var at = random.Next(parts.Count);
        if (rest.Length > 0 && random.Next(3) == 0)
            rest[random.Next(rest.Length)] ^= (byte)(1 << random.Next(8));
        else
            parts[at] = Part(parts[at]);
        return [.. Join(parts), .. rest];
    }

    private byte[] Part(byte[] part) => random.Next(10) switch
    {
        0 => [0, .. part],
        1 => [.. part, 0],
        2 => part.Length > 0 ? part[1..] : part,
        3 => [0xff, .. part],
        4 => [],
        5 => SignedSample.Bytes(Names[random.Next(Names.Length)]),
        6 or 7 => Negated(part),
        8 => Strings(part) is { Count: 2 } numbers ? [.. Join([numbers[1], numbers[0]])] : [.. part, 1],
        _ => Flip(part),
    };

    /// <summary>s → n − s, when this is a signature on P-256: the one change that leaves a signature good.</summary>
    private byte[] Negated(byte[] part)
    {
        if (Strings(part) is not { Count: 2 } numbers)
            return Flip(part);
        var s = P256Order - new BigInteger(numbers[1], isUnsigned: true, isBigEndian: true);
        var changed = s.Sign > 0 ? TestKey.Mpint(s.ToByteArray(isUnsigned: true, isBigEndian: true)) : [0];
        return Join(random.Next(4) == 0 ? [[0, .. numbers[0]], changed] : [numbers[0], changed]);
    }

    private byte[] Flip(byte[] part)
    {
        if (part.Length == 0)
            return [1];
        byte[] changed = [.. part];
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Number(byte[] blob, int at)
    {
        byte[] changed = [.. blob];
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at), (uint)random.Next(4));
        return changed;
    }

    private static List<byte[]>? Strings(ReadOnlySpan<byte> bytes)
    {
        var found = new List<byte[]>();
        while (Take(bytes) is { } part)
        {
            found.Add(part);
            bytes = bytes[(4 + part.Length)..];
        }
        return bytes.IsEmpty ? found : null;
    }

    private static byte[]? Take(ReadOnlySpan<byte> bytes) => new SshWireReader(bytes).TryReadString(out var part) ? part.ToArray() : null;

    private static byte[] Join(IEnumerable<byte[]> strings)
    {
        var writer = new SshWireWriter();
        foreach (var part in strings)
            writer.String(part);
        return writer.ToArray();
    }
}
