namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>Changes what is signed before it is signed: the signature is good, only the form is in question.</summary>
internal sealed class ContentMutator(Random random)
{
    private static readonly string[] Lines =
    [
        "x-note y", "gpgsig x", "gpgsig-sha256 x", "encoding UTF-8", "encoding ISO-8859-1", "encoding  x", "parent 0123456789abcdef0123456789abcdef01234567",
        "mergetag object x", " continued", "", "tag rollout/prod/8", "type tag", "tagger Eve <eve@example.org> 1 +0000", "author Eve <eve@example.org> 1 +0000",
    ];

    private static readonly (string From, string To)[] Edits =
    [
        ("+0200", "+9999"), ("+0200", "-0000"), ("+0200", "0200"), ("+0200", "+02000"), ("1750000000", "01750000000"), ("1750000000", "-1"),
        ("1750000000", "99999999999999999999"), ("1750000000", "0"), ("<ada@example.org>", "ada@example.org"), ("<ada@example.org>", "<>"),
        ("Lovelace", "<Lovelace>"), ("Ada Lovelace ", ""), ("Ada", "Ad\u00e9"), ("Ada", "Ad\u00c3\u00a9"), ("Ada", "\u001b[31mAda"), ("rollout/prod/7", "rollout/prod/7.lock"),
        ("rollout/prod/7", "a..b"), ("rollout/prod/7", "a b"), ("rollout/prod/7", "-x"), ("rollout/prod/7", "v1"), ("rollout/prod/7", "@{x"), ("type commit", "type tree"),
        ("type commit", "type  commit"), ("object ", "Object "), ("tree ", "tree  "), ("\n", "\r\n"), (" ", "\t"), (" ", "  "), ("e", "\0"),
    ];

    private static readonly string[] Texts =
    [
        "\n", "more\n", "no line feed", "\0", "\r\n", "\u00ff\n", "\u00c3\u00a9\n", "-----BEGIN PGP SIGNATURE-----\n", "-----BEGIN SSH SIGNATURE-----\n",
        "-----BEGIN SIGNED MESSAGE-----\n", "-----END SSH SIGNATURE-----\n", TagText.Trailer + "\n", "gpgsig x\n",
    ];

    public SignedSample Mutate(SignedSample sample) => sample.Kind != SampleKind.File && random.Next(4) > 0
        ? sample with { Headers = Headers(sample.Headers) }
        : sample with { Message = Message(sample.Message) };

    private string Headers(string headers)
    {
        if (random.Next(2) == 0)
        {
            var (from, to) = Edits[random.Next(Edits.Length)];
            return Replace(headers, from, to);
        }
        var lines = headers.TrimEnd('\n').Split('\n').ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 2:
                var other = random.Next(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            default:
                lines.Insert(random.Next(lines.Count + 1), Lines[random.Next(Lines.Length)]);
                break;
        }
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private string Message(string message)
    {
        var text = Texts[random.Next(Texts.Length)];
        return random.Next(4) switch
        {
            0 => text + message,
            1 => message + text,
            2 => message[..random.Next(message.Length)],
            _ => message.Insert(random.Next(message.Length), text),
        };
    }

    private string Replace(string text, string from, string to)
    {
        var places = new List<int>();
        for (var at = text.IndexOf(from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(from, at + 1, StringComparison.Ordinal))
            places.Add(at);
        if (places.Count == 0)
            return text + "x\n";
        var place = places[random.Next(places.Count)];
        return text[..place] + to + text[(place + from.Length)..];
    }
}
