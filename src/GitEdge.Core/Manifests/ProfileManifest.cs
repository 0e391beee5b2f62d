namespace GitEdge.Core.Manifests;

/// <summary>profiles/&lt;name&gt;.yaml: what the selected devices run.</summary>
public sealed record ProfileManifest
{
    /// <summary>The tree it was bound from, for the places of its values.</summary>
    public required ManifestNode Source { get; init; }

    /// <summary>The profile's name, the name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>The labels a device must carry; empty selects every device.</summary>
    public required IReadOnlyDictionary<string, string> MatchLabels { get; init; }

    /// <summary>What it says.</summary>
    public required ProfileSpec Spec { get; init; }
}
