using System.Text.RegularExpressions;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Tuning;

/// <summary>One form for every value, so that what was asked for and what is found can be compared.</summary>
public static partial class KnobValues
{
    /// <summary>
    /// The canonical form: words with one space between them for a sysctl (the kernel answers with tabs), bytes for MemoryMax,
    /// the shortest list for AllowedCPUs. Null when the text cannot be a value of the knob.
    /// </summary>
    public static string? Canonical(Knob knob, string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return knob.Kind == KnobKind.UnitProperty ? OfUnit(knob.Property, words) : words.Length == 0 ? null : words;
    }

    private static string? OfUnit(string property, string text) => property switch
    {
        UnitKnobs.MemoryMax => text == UnitKnobs.Infinity ? text : Bytes(text),
        UnitKnobs.CpuWeight or UnitKnobs.IoWeight => text == UnitKnobs.Unset || Number().IsMatch(text) ? text : null,
        UnitKnobs.AllowedCpus => text == UnitKnobs.Unset ? text
            : ProcessorList.Parse(text) is { } processors ? ProcessorList.Write(processors) : null,
        _ => null,
    };

    private static string? Bytes(string text) => Size().IsMatch(text) && ByteSize.TryRead(text, out var bytes)
        ? bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]{0,17})\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A" + ByteSize.Pattern + @"\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Size();
}
