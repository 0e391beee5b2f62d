using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A field that a mapping may have.</summary>
internal sealed record FieldDeclaration(
    string Name,
    bool IsRequired,
    string Description,
    Action<Utf8JsonWriter> WriteSchema
);
