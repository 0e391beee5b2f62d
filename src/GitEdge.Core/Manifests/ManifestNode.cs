namespace GitEdge.Core.Manifests;

/// <summary>A node of a manifest, whatever syntax it was written in.</summary>
/// <param name="At">Where it begins.</param>
public abstract record ManifestNode(SourceLocation At)
{
    /// <summary>The node at the end of a path of keys and list positions (<see cref="string"/> or <see cref="int"/>), or null.</summary>
    public ManifestNode? Find(params ReadOnlySpan<object> path)
    {
        var node = this;
        foreach (var step in path)
            node = node?.Child(step);
        return node;
    }

    /// <summary>The place of the node at the end of a path, or of the last node on the way that exists.</summary>
    public SourceLocation Locate(params ReadOnlySpan<object> path)
    {
        var node = this;
        foreach (var step in path)
        {
            if (node.Child(step) is not { } child)
                break;
            node = child;
        }
        return node.At;
    }

    private ManifestNode? Child(object step) =>
        (this, step) switch
        {
            (ManifestMapping mapping, string key) => mapping[key],
            (ManifestSequence sequence, int index) when index < sequence.Items.Count => sequence.Items[index],
            _ => null,
        };
}
