using GitEdge.Core.Trust.Keys;

namespace GitEdge.Core.Trust;

/// <summary>One line that is neither blank nor a comment.</summary>
internal sealed class AllowedSignersLine(int number, string text, bool allowPatterns)
{
    private static readonly char[] Blank = [' ', '\t'];

    private readonly List<LineFault> _faults = [];

    public IReadOnlyList<LineFault> Faults => _faults;

    /// <summary>The signer; null when there are faults.</summary>
    public AllowedSigner? Parse()
    {
        if (text.Any(c => char.IsControl(c) && c != '\t'))
            return Fail("It has a control character.", "Remove it; lines end with a line feed alone.");
        if (!TryTakePrincipals(out var names, out var rest))
            return null;
        var principals = CheckPrincipals(names);
        if (!TryTakeOptions(ref rest, out var written))
            return null;
        var options = SignerOptions.Parse(written, Fault);
        var key = ParseKey(rest);
        if (_faults.Count > 0 || key is null)
            return null;
        return new AllowedSigner
        {
            Line = number,
            Principals = principals,
            Key = key,
            Namespaces = options.Namespaces,
            ValidAfter = options.ValidAfter,
            ValidBefore = options.ValidBefore,
        };
    }

    private bool TryTakePrincipals(out string names, out string rest)
    {
        var quoted = text[0] == '"';
        var end = quoted ? text.IndexOf('"', 1) : text.IndexOfAny(Blank);
        names = end < 0 ? "" : text[(quoted ? 1 : 0)..end];
        rest = end < 0 ? "" : text[(quoted ? end + 1 : end)..];
        if (end < 0)
            Fault(quoted ? "The quote around the names is not closed." : "It has a name, but no key.",
                "Write: names, a space, the key's type, a space, the key.");
        else if (rest.Length == 0 || !Blank.Contains(rest[0]))
            Fault("A space is missing after the names.", "Put a space after the closing quote.");
        rest = rest.TrimStart(Blank);
        return _faults.Count == 0;
    }

    private string[] CheckPrincipals(string names)
    {
        var principals = names.Split(',');
        foreach (var name in principals)
        {
            if (name.Length == 0)
                Fault("One of the names is empty.", "Put exactly one comma between two names.");
            else if (IsOptionOrKey(name))
                Fault("The names are missing: the line begins with the options or the key.", "Write the person's name before the key.");
            else if (name[0] == '!')
                Fault($"The name {Untrusted.Show(name)} is an exclusion.", "List the names that may sign, and no others.");
            else if (name.Contains('"', StringComparison.Ordinal))
                Fault($"The name {Untrusted.Show(name)} has a quote in it.", "Quote all the names together, or none.");
            else if (!allowPatterns && name.AsSpan().ContainsAny('*', '?'))
                Fault($"The name {Untrusted.Show(name)} is a pattern.", "Write the name in full, or switch patterns on.");
        }
        return principals;
    }

    // To OpenSSH such a word is a name, and a line whose names were forgotten gives the key to nobody in particular.
    private static bool IsOptionOrKey(string name) => SshKeyTypes.IsName(name) || name.Contains('=', StringComparison.Ordinal)
        || name.Equals("cert-authority", StringComparison.OrdinalIgnoreCase);

    /// <summary>Cuts off what stands before the key's type: one word, in which quotes may hold spaces.</summary>
    private bool TryTakeOptions(ref string rest, out string options)
    {
        options = "";
        if (SshKeyTypes.IsName(rest.Split(Blank, 2)[0]))
            return true;
        var quoted = false;
        var end = 0;
        for (; end < rest.Length && (quoted || !Blank.Contains(rest[end])); end++)
        {
            if (rest[end] == '\\' && end + 1 < rest.Length && rest[end + 1] == '"')
                end++;
            else if (rest[end] == '"')
                quoted = !quoted;
        }
        if (quoted)
            Fault("A quote in the options is not closed.", "Write options as name=\"value\".");
        options = rest[..end];
        rest = rest[end..].TrimStart(Blank);
        return !quoted;
    }

    private SshPublicKey? ParseKey(string rest)
    {
        var parts = rest.Split(Blank, 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
        {
            Fault("The key is missing.", "Put the content of the .pub file at the end of the line.");
            return null;
        }
        var key = SshPublicKey.Parse(parts[0], parts[1], out var fault);
        if (key is null)
            Fault(fault, "Put the content of an ssh-ed25519 .pub file there.");
        return key;
    }

    private AllowedSigner? Fail(string what, string cure)
    {
        Fault(what, cure);
        return null;
    }

    private void Fault(string what, string cure) => _faults.Add(new LineFault(number, what, cure));
}
