using System.Globalization;

namespace GitEdge.Core.Trust;

/// <summary>The options of a line of allowed_signers, separated by commas.</summary>
internal sealed class SignerOptions
{
    private static readonly string[] TimeFormats = ["yyyyMMdd'Z'", "yyyyMMddHHmm'Z'", "yyyyMMddHHmmss'Z'"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Action<string, string> _fault;

    private SignerOptions(Action<string, string> fault) => _fault = fault;

    public IReadOnlyList<string>? Namespaces { get; private set; }

    public DateTimeOffset? ValidAfter { get; private set; }

    public DateTimeOffset? ValidBefore { get; private set; }

    /// <summary>Reads the options; every fault (what, cure) goes to <paramref name="fault"/>.</summary>
    public static SignerOptions Parse(string text, Action<string, string> fault)
    {
        var options = new SignerOptions(fault);
        if (text.Length > 0)
        {
            foreach (var option in SplitOutsideQuotes(text))
                options.Read(option);
        }
        if (options.ValidAfter >= options.ValidBefore)
            fault("It is valid before it is valid after: never.", "Put valid-after before valid-before.");
        return options;
    }

    private void Read(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        // OpenSSH compares option names without regard to case.
        var name = (equals < 0 ? option : option[..equals]).ToLowerInvariant();
        var value = equals < 0 ? "" : option[(equals + 1)..];
        if (name == "cert-authority")
            _fault("Certificate authorities are not accepted.", "List the signers' own keys.");
        else if (name is not ("namespaces" or "valid-after" or "valid-before"))
            _fault($"The option {Untrusted.Show(name)} is not known.", "The options are namespaces, valid-after and valid-before.");
        else if (!_seen.Add(name))
            _fault($"The option {name} stands there twice.", "Write it once.");
        else if (value.Length < 2 || value[0] != '"' || value[^1] != '"' || value[1..^1].Contains('"', StringComparison.Ordinal))
            _fault($"The value of {name} is not in quotes.", $"Write {name}=\"…\".");
        else if (name == "namespaces")
            ReadNamespaces(value[1..^1]);
        else
            ReadTime(name, value[1..^1]);
    }

    private void ReadNamespaces(string value)
    {
        var namespaces = value.Split(',');
        if (namespaces.Any(n => n.Length == 0 || n.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '@'))))
            _fault($"The namespaces {Untrusted.Show(value)} are not plain names.", "Write for example namespaces=\"git\".");
        Namespaces = namespaces;
    }

    private void ReadTime(string name, string value)
    {
        if (!DateTimeOffset.TryParseExact(value, TimeFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            _fault($"The time {Untrusted.Show(value)} of {name} is not understood.",
                "Write YYYYMMDDZ or YYYYMMDDHHMM[SS]Z; the Z, for UTC, is required, as a device's zone may be any.");
        else if (name == "valid-after")
            ValidAfter = time;
        else
            ValidBefore = time;
    }

    private static IEnumerable<string> SplitOutsideQuotes(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            if (text[i] != ',' || quoted)
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }
}
