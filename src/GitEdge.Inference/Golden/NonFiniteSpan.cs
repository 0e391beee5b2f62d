using System.Numerics;

namespace GitEdge.Inference.Golden;

internal static class NonFiniteSpan
{
    public static bool ContainsAnyNonFinite<T>(this ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            if (!T.IsFinite(value))
                return true;
        }
        return false;
    }
}
