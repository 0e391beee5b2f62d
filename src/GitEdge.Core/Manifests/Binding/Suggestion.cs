namespace GitEdge.Core.Manifests.Binding;

/// <summary>Finds the name a person may have meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of <paramref name="known"/> within a third of its length in edits, or null.</summary>
    public static string? For(string written, IEnumerable<string> known)
    {
        if (written.Length > 64)
            return null;
        return known
            .Select(name => (name, distance: Distance(written, name)))
            .Where(pair => pair.distance <= Math.Max(1, pair.name.Length / 3))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.name, StringComparer.Ordinal)
            .Select(pair => pair.name)
            .FirstOrDefault();
    }

    /// <summary>A sentence's end: the suggestion, or all that is known.</summary>
    public static string Cure(string written, IReadOnlyCollection<string> known) =>
        For(written, known) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"use one of: {string.Join(", ", known)}";

    /// <summary>Edits (insert, delete, replace, swap of neighbours; letter case is free) between two words.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
