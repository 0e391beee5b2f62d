using System.Globalization;

namespace GitEdge.Agent.Slots;

/// <summary>
/// Keeps every name inside its slot. Manifests are validated long before; this is the last gate before a path is made, and
/// it does not rely on the earlier ones.
/// </summary>
internal static class SlotNames
{
    private const int LongestName = 63;
    private const int LongestSegment = 255;
    private const int LongestPath = 1024;

    /// <summary>Everything that is wrong with the names, numbers and sizes of a generation; empty when nothing is.</summary>
    public static IReadOnlyList<string> Errors(SlotGeneration generation)
    {
        List<string> errors = [];
        if (generation.Generation < 1)
            errors.Add(Say($"generation {generation.Generation} is not a number from 1 on"));
        foreach (var model in generation.Models)
        {
            if (!IsName(model.Name))
                errors.Add($"model name '{Shown(model.Name)}' is not [a-z0-9][a-z0-9._-]* of at most {LongestName} characters");
            if (model.Size < 0)
                errors.Add(Say($"model '{Shown(model.Name)}' has size {model.Size}"));
        }
        AddTwice(errors, "model", generation.Models.Select(m => m.Name));
        foreach (var container in (generation.Containers ?? []).Where(container => !IsName(container.Unit.Name)))
            errors.Add($"container name '{Shown(container.Unit.Name)}' is not [a-z0-9][a-z0-9._-]* of at most {LongestName} characters");
        AddTwice(errors, "container", (generation.Containers ?? []).Select(c => c.Unit.Name));
        var names = generation.Models.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var golden in generation.Golden)
        {
            if (!names.Contains(golden.Model))
                errors.Add($"golden file '{Shown(golden.Path)}' is for model '{Shown(golden.Model)}', which is not in the generation");
            if (!IsRelative(golden.Path))
                errors.Add($"golden file '{Shown(golden.Path)}' is not a plain path below its model's directory");
        }
        AddTwice(errors, "golden file", generation.Golden.Select(g => $"{g.Model}/{g.Path}"));
        AddNested(errors, generation.Golden.Select(g => $"{g.Model}/{g.Path}"));
        return errors;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0]))
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private static bool IsRelative(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\\')
        && path.Split('/').All(s => s is not ("" or "." or "..") && System.Text.Encoding.UTF8.GetByteCount(s) <= LongestSegment);

    private static void AddTwice(List<string> errors, string what, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            errors.Add($"{what} '{Shown(twice.Key)}' is named twice");
    }

    /// <summary>One file cannot be the directory of another.</summary>
    private static void AddNested(List<string> errors, IEnumerable<string> paths)
    {
        var all = paths.ToHashSet(StringComparer.Ordinal);
        foreach (var path in all)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (all.Contains(path[..slash]))
                    errors.Add($"golden file '{Shown(path[..slash])}' is also the directory of '{Shown(path)}'");
            }
        }
    }

    private static string Shown(string text) =>
        new([.. text.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
