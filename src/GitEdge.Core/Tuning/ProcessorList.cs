using System.Globalization;

namespace GitEdge.Core.Tuning;

/// <summary>Lists of processors as the kernel and systemd write them: <c>0-3,5</c>, with commas or spaces.</summary>
public static class ProcessorList
{
    private const int Most = 8192;

    /// <summary>The processors of a list; null when it is not one.</summary>
    public static IReadOnlySet<int>? Parse(string text)
    {
        var processors = new SortedSet<int>();
        foreach (var part in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first)
                return null;
            processors.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return processors.Count == 0 ? null : processors;
    }

    /// <summary>The shortest list, with commas, ascending.</summary>
    public static string Write(IEnumerable<int> processors)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var processor in processors.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last >= processor - 1)
                ranges[^1] = (ranges[^1].First, processor);
            else
                ranges.Add((processor, processor));
        }
        return string.Join(',', ranges.Select(range => range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < Most;
}
