using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Nfpm;

/// <summary>A YAML mapping whose every key must be asked for: what nobody asked for is a problem.</summary>
/// <param name="node">The mapping; null for one that is not there.</param>
/// <param name="place">What it is, for messages: <c>scripts</c>.</param>
/// <param name="problems">Takes every problem with its place and cure.</param>
internal sealed class NfpmMapping(YamlMappingNode? node, string place, NfpmProblems problems)
{
    private readonly HashSet<string> _known = [];

    /// <summary>Its line, from 1.</summary>
    public int Line => (int)(node?.Start.Line ?? 1);

    /// <summary>A text; a problem when it is missing and there is no <paramref name="standard"/>.</summary>
    public string Text(string key, string? standard = null)
    {
        if (Find(key) is YamlScalarNode { Value: { } value } && value.Length > 0)
            return value;
        if (Find(key) is { } other)
            problems.Add(other, $"'{key}' in {place} must be a text", $"write '{key}: …'");
        else if (standard is null)
            problems.Add(node, $"{place} has no '{key}'", $"add '{key}: …'");
        return standard ?? "";
    }

    /// <summary>A list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item => Scalar(item, key))];

    /// <summary>The mapping under a key, empty when it is not there.</summary>
    public NfpmMapping Mapping(string key) => Of(Find(key), key);

    /// <summary>The mappings in the list under a key.</summary>
    public IReadOnlyList<NfpmMapping> Mappings(string key) => [.. Items(key).Select(item => Of(item, $"an item of {key}"))];

    /// <summary>Permission bits in YAML's octal forms, <c>0644</c> and <c>0o644</c>; null when they are not there.</summary>
    public UnixFileMode? Mode(string key)
    {
        if (Find(key) is not { } found)
            return null;
        var text = (found as YamlScalarNode)?.Value ?? "";
        var digits = text.StartsWith("0o", StringComparison.Ordinal) ? text[2..] : text.StartsWith('0') ? text[1..] : "";
        if (digits.Length is > 0 and <= 4 && digits.All(digit => digit is >= '0' and <= '7'))
            return (UnixFileMode)Convert.ToInt32(digits, 8);
        problems.Add(found, $"'{key}' must be octal, got '{text}'", "write it as 0644");
        return null;
    }

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Says what is wrong with the value of <paramref name="key"/>.</summary>
    public void Refuse(string key, string message, string cure) => problems.Add(Find(key) ?? node, message, cure);

    /// <summary>To be called when everything was asked for: every other key is a problem.</summary>
    public void End()
    {
        foreach (var key in node?.Children.Keys.OfType<YamlScalarNode>().Where(key => !_known.Contains(key.Value!)) ?? [])
        {
            problems.Add(key, string.Create(CultureInfo.InvariantCulture, $"'{key.Value}' in {place} is not known here"),
                $"take it out, or teach packaging/build what it means; known are: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private IEnumerable<YamlNode> Items(string key)
    {
        if (Find(key) is YamlSequenceNode list)
            return list.Children;
        if (Find(key) is { } other)
            problems.Add(other, $"'{key}' in {place} must be a list", $"write '{key}: [ … ]'");
        return [];
    }

    private string Scalar(YamlNode item, string key)
    {
        if (item is YamlScalarNode { Value: { Length: > 0 } value })
            return value;
        problems.Add(item, $"'{key}' in {place} must hold texts only", "write one text an item");
        return "";
    }

    private NfpmMapping Of(YamlNode? found, string name)
    {
        if (found is not (null or YamlMappingNode))
            problems.Add(found, $"{name} must be a mapping", "write 'key: value' lines below it");
        return new NfpmMapping(found as YamlMappingNode, name, problems);
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return node?.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode name && name.Value == key).Value;
    }
}
