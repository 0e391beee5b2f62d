using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>
/// What a value of a manifest looks like: one declaration from which come both the binder and the JSON Schema, so that
/// an editor and a device never disagree.
/// </summary>
internal abstract class Shape<T>
{
    /// <summary>Binds a node. False after at least one problem was added; every problem of the node is added.</summary>
    /// <param name="node">The node.</param>
    /// <param name="label">How messages call it.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="value">The value.</param>
    public abstract bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        [MaybeNullWhen(false)] out T value
    );

    /// <summary>Writes the members of this value's schema into an object that is already open.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);
}
