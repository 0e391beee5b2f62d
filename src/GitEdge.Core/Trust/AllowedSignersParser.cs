namespace GitEdge.Core.Trust;

/// <summary>Reads allowed_signers line by line: <c>principals [options] key-type base64 [comment]</c>.</summary>
internal static class AllowedSignersParser
{
    public static List<AllowedSigner> Parse(ReadOnlySpan<byte> content, bool allowPatterns, List<LineFault> faults)
    {
        var entries = new List<AllowedSigner>();
        if (!TextLines.TrySplit(content, faults, out var lines))
            return entries;
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Trim(' ', '\t');
            if (text.Length == 0 || text[0] == '#')
                continue;
            var line = new AllowedSignersLine(i + 1, text, allowPatterns);
            if (line.Parse() is { } entry)
                entries.Add(entry);
            faults.AddRange(line.Faults);
        }
        CheckOneOwner(entries, faults);
        return entries;
    }

    /// <summary>Signatures are counted by person: a key that two lines give to different persons would count as both.</summary>
    internal static void CheckOneOwner(List<AllowedSigner> entries, List<LineFault> faults)
    {
        var owners = new Dictionary<string, AllowedSigner>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!owners.TryAdd(entry.Key.Fingerprint, entry) && owners[entry.Key.Fingerprint].Principal != entry.Principal)
                faults.Add(new LineFault(entry.Line,
                    $"The key belongs to {Untrusted.Show(owners[entry.Key.Fingerprint].Principal)} on line "
                    + $"{owners[entry.Key.Fingerprint].Line} already.", "Give every person a key of their own."));
        }
    }
}
