using System.Text;

namespace GitEdge.Core.Manifests;

/// <summary>From the offset of a byte to line and column.</summary>
internal sealed class LinePlaces
{
    private readonly string _file;
    private readonly byte[] _content;
    private readonly List<int> _starts = [0];

    /// <summary>The places of one file.</summary>
    public LinePlaces(string file, ReadOnlySpan<byte> content)
    {
        _file = file;
        _content = content.ToArray();
        for (var i = 0; i < _content.Length; i++)
        {
            if (_content[i] == '\n')
                _starts.Add(i + 1);
        }
    }

    /// <summary>The place of the byte at <paramref name="offset"/>.</summary>
    public SourceLocation At(int offset)
    {
        var found = _starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        var before = _content.AsSpan(_starts[line], Math.Min(offset, _content.Length) - _starts[line]);
        return new SourceLocation(_file, line + 1, Encoding.UTF8.GetCharCount(before) + 1);
    }
}
