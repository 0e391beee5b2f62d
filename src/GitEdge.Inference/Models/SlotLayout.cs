using System.Globalization;

namespace GitEdge.Inference.Models;

/// <summary>
/// Where models lie: <c>slots/{a,b}/models/&lt;name&gt;/&lt;version&gt;/model.onnx</c> below the root, and <c>active</c>, a
/// symbolic link to a slot. Names and versions are checked, so that no path leaves a slot.
/// </summary>
/// <param name="root">The root, absolute.</param>
internal sealed class SlotLayout(string root)
{
    private const int LongestName = 128;

    /// <summary>The active slot; it may not exist yet.</summary>
    public string Active => Path.Combine(root, "active");

    /// <summary>Whether a slot is active, there or not: none is before the first release.</summary>
    public bool HasActive => Path.Exists(Active) || new FileInfo(Active).LinkTarget is not null;

    /// <summary>The slot <see cref="Active"/> leads to now, so that what is read next comes from one slot though the link may change.</summary>
    public string ResolveActive() => Directory.ResolveLinkTarget(Active, returnFinalTarget: true)?.FullName ?? Active;

    /// <summary>The folder of a slot, <c>a</c> or <c>b</c>; the active one for null.</summary>
    public string FolderOf(string? slot) => slot is null ? Active : Path.Combine(root, "slots", slot);

    /// <summary>Whether a text names a slot.</summary>
    public static bool IsSlot(string text) => text is "a" or "b";

    /// <summary>The file of a version.</summary>
    public static string ModelFile(string slotFolder, string name, long version) =>
        Path.Combine(slotFolder, "models", name, version.ToString(CultureInfo.InvariantCulture), "model.onnx");

    /// <summary>Every version in a slot, by name and number. What is not named as a model or a version is left alone.</summary>
    public static IReadOnlyList<(string Name, long Version)> VersionsIn(string slotFolder)
    {
        var models = Path.Combine(slotFolder, "models");
        if (!Directory.Exists(models))
            return [];
        var found = from folder in Directory.EnumerateDirectories(models)
                    where IsName(Path.GetFileName(folder))
                    from inner in Directory.EnumerateDirectories(folder)
                    let version = ParseVersion(Path.GetFileName(inner))
                    where version is not null
                    orderby folder, version
                    select (Path.GetFileName(folder), version.Value);
        return [.. found];
    }

    /// <summary>Whether a text is a model's name: <c>[a-z0-9][a-z0-9._-]*</c>, at most 128 characters.</summary>
    public static bool IsName(string? text)
    {
        if (text is not { Length: > 0 and <= LongestName } || !IsStart(text[0]))
            return false;
        foreach (var c in text)
        {
            if (!IsStart(c) && c is not ('.' or '_' or '-'))
                return false;
        }
        return true;
    }

    /// <summary>Reads a version: decimal digits without leading zeros. Null for anything else.</summary>
    public static long? ParseVersion(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && (version == 0 ? text!.Length == 1 : text![0] != '0') ? version : null;

    private static bool IsStart(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
