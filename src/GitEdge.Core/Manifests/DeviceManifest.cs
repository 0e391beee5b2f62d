namespace GitEdge.Core.Manifests;

/// <summary>devices/&lt;id&gt;.yaml: one device.</summary>
public sealed record DeviceManifest
{
    /// <summary>The tree it was bound from, for the places of its values.</summary>
    public required ManifestNode Source { get; init; }

    /// <summary>The device's id, the name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of, for example <c>rpi5-8g</c>.</summary>
    public required string Hardware { get; init; }

    /// <summary>The channel it follows.</summary>
    public required string Channel { get; init; }

    /// <summary>Its labels, as written.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Whether the device carries every label of a selector; an empty selector takes every device.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> selector) =>
        selector.All(wanted => string.Equals(LabelOrNull(wanted.Key), wanted.Value, StringComparison.Ordinal));

    private string? LabelOrNull(string key) =>
        key switch
        {
            "gitedge.io/device" => Name,
            "gitedge.io/hardware" => Hardware,
            "gitedge.io/channel" => Channel,
            _ => Labels.GetValueOrDefault(key),
        };
}
