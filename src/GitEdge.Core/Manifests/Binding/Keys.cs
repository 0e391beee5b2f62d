namespace GitEdge.Core.Manifests.Binding;

/// <summary>Rules for the keys of any mapping.</summary>
internal static class Keys
{
    /// <summary>Reports every key that stands twice, naming both places.</summary>
    public static void ReportDuplicates(ManifestMapping mapping, string label, ProblemList problems)
    {
        var first = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        foreach (var field in mapping.Fields)
        {
            var key = field.Key;
            if (!first.TryAdd(key.Text, key.At))
            {
                problems.Add(
                    key.At,
                    $"{label} has the key {Quoting.Of(key.Text)} twice, first at {first[key.Text]}",
                    "remove one of them",
                    ManifestRule.DuplicateKey
                );
            }
        }
    }
}
