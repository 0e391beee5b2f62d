using System.Globalization;
using System.Text.Json.Serialization;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>This device's number for a desired state, and where it lies.</summary>
public sealed record Generation
{
    /// <summary>Counts up by one with every deployment this device starts; also the version the models are served as.</summary>
    public required long Number { get; init; }

    /// <summary>The slot it is staged in.</summary>
    public required Slot Slot { get; init; }

    /// <summary>The release it carries out.</summary>
    public required ReleaseName Release { get; init; }

    /// <summary>All it means, so that it can be judged, repaired and returned to without the repository.</summary>
    public required DesiredState Desired { get; init; }

    /// <summary>What it is by content: <see cref="DesiredState.Content"/>.</summary>
    [JsonIgnore]
    public Sha256Digest Content => Desired.Content;

    /// <summary>Names this deployment in every log line and event.</summary>
    [JsonIgnore]
    public string Transaction => string.Create(CultureInfo.InvariantCulture, $"{Number}-{Content.Hex.AsSpan(0, 8)}");
}
