using System.Text.Json.Serialization;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Containers;

/// <summary>One container that a generation runs.</summary>
/// <param name="Name">Its name; <c>.service</c> makes the unit's of it.</param>
/// <param name="Image">Its image, by digest.</param>
/// <param name="Content">What it is, by content: another one is another container.</param>
public sealed record ContainerUnit(string Name, string Image, Sha256Digest Content)
{
    /// <summary>The name of its unit.</summary>
    [JsonIgnore]
    public string Service => $"{Name}.service";
}
