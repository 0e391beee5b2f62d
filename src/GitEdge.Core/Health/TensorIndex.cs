namespace GitEdge.Core.Health;

/// <summary>Where in a tensor an element lies.</summary>
public static class TensorIndex
{
    /// <summary>A flat, row-major index as coordinates, for example <c>[0,2,5]</c>; <c>[]</c> for a scalar.</summary>
    public static string Write(long flat, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var coordinates = new long[shape.Count];
        for (var axis = shape.Count - 1; axis >= 0; axis--)
            (flat, coordinates[axis]) = Math.DivRem(flat, Math.Max(1, shape[axis]));
        return $"[{string.Join(',', coordinates)}]";
    }
}
