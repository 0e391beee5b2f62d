namespace GitEdge.Testing.Fuzzing;

/// <summary>Changes bytes the way that breaks readers: flips, cuts, repeats, joins, numbers at their edges, words of the format.</summary>
/// <param name="random">Where the changes come from.</param>
/// <param name="words">Pieces of the format that a random byte would hardly make.</param>
public sealed class ByteMutator(Random random, IReadOnlyList<byte[]> words)
{
    private const int Longest = 1 << 16;

    private static readonly byte[] s_edges = [0x00, 0x01, 0x20, 0x22, 0x2d, 0x30, 0x5b, 0x7b, 0x7f, 0x80, 0xc0, 0xed, 0xff];

    /// <summary>One to eight changes of <paramref name="input"/>, which stays as it is.</summary>
    /// <param name="input">What is changed.</param>
    /// <param name="other">What it may be joined with.</param>
    public byte[] Change(byte[] input, byte[] other)
    {
        var bytes = input.ToList();
        for (var left = 1 << random.Next(4); left > 0; left--)
            ChangeOnce(bytes, other);
        return [.. bytes.Take(Longest)];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(1 << random.Next(10), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = s_edges[random.Next(s_edges.Length)];
                break;
            case 2:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5 when bytes.Count < Longest:
                var piece = bytes.GetRange(at, Math.Min(length, 16));
                for (var times = random.Next(1, 200); times > 0; times--)
                    bytes.InsertRange(at, piece);
                break;
            case 6 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + (1 << random.Next(9)))]);
                break;
            case 7 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            default:
                if (words.Count > 0 && at < bytes.Count)
                {
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(at, words[random.Next(words.Count)]);
                }
                break;
        }
    }
}
