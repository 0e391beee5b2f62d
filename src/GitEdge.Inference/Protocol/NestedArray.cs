using System.Text.Json;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// Walks an array of elements that is either flat or nested exactly as a shape says, and stops at each element.
/// </summary>
/// <param name="shape">The shape.</param>
/// <param name="counts">Room for one more number than the shape has dimensions, at least two.</param>
internal ref struct NestedArray(ReadOnlySpan<long> shape, Span<int> counts)
{
    private readonly ReadOnlySpan<long> _shape = shape;
    private readonly Span<int> _counts = counts;
    private int _depth;
    private int _leafDepth;

    /// <summary>What is wrong with the nesting, once <see cref="Next"/> has said false; else null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Moves over brackets to the next element; false at the end or when the nesting is wrong.</summary>
    public bool Next(ref Utf8JsonReader reader)
    {
        while (true)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                if (++_depth > Math.Max(_shape.Length, 1))
                    return Fail("'data' is nested deeper than its shape");
                _counts[_depth] = 0;
            }
            else if (reader.TokenType == JsonTokenType.EndArray)
            {
                if (!Close())
                    return false;
                if (_depth == 0)
                    return false;
            }
            else
                return IsLeaf();
            reader.Read();
        }
    }

    private bool IsLeaf()
    {
        if (_leafDepth == 0)
            _leafDepth = _depth;
        _counts[_depth]++;
        if (_leafDepth == _depth && (_depth == 1 || _depth == _shape.Length))
            return true;
        return Fail($"'data' is neither flat nor nested as shape {TensorSpec.Write(_shape)}");
    }

    private bool Close()
    {
        var nested = _leafDepth > 1 || _depth > 1;
        if (nested && _counts[_depth] != _shape[_depth - 1])
            return Fail($"'data' is nested with {_counts[_depth]} elements where shape {TensorSpec.Write(_shape)} has {_shape[_depth - 1]}");
        _depth--;
        _counts[_depth]++;
        return true;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
