namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>Changes the text of a signature without touching what it decodes to, or hardly.</summary>
internal sealed class ArmourMutator(Random random)
{
    private static readonly string[] Texts =
        ["\n", " ", "\t", "\r\n", "x\n", "=", "A", "AAAA", "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n", "GitEdge-Lock-SHA256: x\n", "\0"];

    public byte[] Mutate(byte[] armour)
    {
        var text = System.Text.Encoding.Latin1.GetString(armour);
        var inserted = Texts[random.Next(Texts.Length)];
        return SignedSample.Bytes(random.Next(9) switch
        {
            0 => Wrap(text, random.Next(1, 200)),
            1 => text + inserted,
            2 => inserted + text,
            3 => text.Insert(random.Next(text.Length), inserted),
            4 => text.Replace("\n", inserted + "\n", StringComparison.Ordinal),
            5 => Padding(text),
            6 => text.Replace(" SSH ", random.Next(2) == 0 ? " ssh " : "  SSH ", StringComparison.Ordinal),
            7 => text.TrimEnd('\n') + (random.Next(2) == 0 ? "" : "\r\n"),
            _ => text.Replace('+', '-').Replace('/', '_'),
        });
    }

    private static string Wrap(string text, int columns)
    {
        var lines = text.Split('\n');
        return $"{lines[0]}\n{string.Concat(string.Concat(lines[1..^2]).Chunk(columns).Select(line => new string(line) + "\n"))}{lines[^2]}\n";
    }

    /// <summary>The last character's unused bits, or the padding itself.</summary>
    private string Padding(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var end = text.IndexOf("\n-----END", StringComparison.Ordinal);
        var last = end - 1;
        while (text[last] == '=')
            last--;
        if (random.Next(3) == 0)
            return text[..(last + 1)] + new string('=', random.Next(4)) + text[end..];
        var value = Alphabet.IndexOf(text[last], StringComparison.Ordinal);
        return text[..last] + Alphabet[value ^ (1 << random.Next(4))] + text[(last + 1)..];
    }
}
