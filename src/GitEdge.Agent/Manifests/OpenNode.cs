using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Manifests;

/// <summary>A list or mapping whose end has not come yet.</summary>
internal sealed class OpenNode(SourceLocation at, bool isMapping)
{
    private readonly List<ManifestNode> _items = [];
    private readonly List<ManifestField> _fields = [];
    private ManifestScalar? _key;

    /// <summary>Whether the next node is a key.</summary>
    public bool ExpectsKey => isMapping && _key is null;

    public void Add(ManifestNode node)
    {
        if (!isMapping)
        {
            _items.Add(node);
        }
        else if (_key is null)
        {
            _key = (ManifestScalar)node;
        }
        else
        {
            _fields.Add(new ManifestField(_key, node));
            _key = null;
        }
    }

    public ManifestNode Close() => isMapping ? new ManifestMapping(at, _fields) : new ManifestSequence(at, _items);
}
