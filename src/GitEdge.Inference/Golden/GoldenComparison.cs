using System.Runtime.InteropServices;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>Compares two tensors of whatever type.</summary>
internal static class GoldenComparison
{
    public static ComparisonResult Compare(GoldenTensor expected, GoldenTensor actual, Tolerance tolerance)
    {
        if (expected.Type != actual.Type || !expected.Shape.SequenceEqual(actual.Shape))
        {
            return new ComparisonResult
            {
                Failure = ComparisonFailure.Length,
                Text = $"it is {actual.Signature}, recorded is {expected.Signature}",
            };
        }
        var lastAxis = expected.Shape.Count == 0 ? 1 : Math.Max(1, (int)expected.Shape[^1]);
        return expected.Type switch
        {
            TensorElementType.Float => OutputComparison.Compare(As<float>(expected), As<float>(actual), tolerance, lastAxis),
            TensorElementType.Double => OutputComparison.Compare(As<double>(expected), As<double>(actual), tolerance, lastAxis),
            TensorElementType.Float16 => OutputComparison.Compare(As<Half>(expected), As<Half>(actual), tolerance, lastAxis),
            TensorElementType.BFloat16 => OutputComparison.Compare<float>(Widened(expected), Widened(actual), tolerance, lastAxis),
            TensorElementType.String => OutputComparison.CompareExact<string>(expected.Strings, actual.Strings),
            TensorElementType.Bool or TensorElementType.UInt8 => OutputComparison.CompareExact(As<byte>(expected), As<byte>(actual)),
            TensorElementType.Int8 => OutputComparison.CompareExact(As<sbyte>(expected), As<sbyte>(actual)),
            TensorElementType.UInt16 => OutputComparison.CompareExact(As<ushort>(expected), As<ushort>(actual)),
            TensorElementType.Int16 => OutputComparison.CompareExact(As<short>(expected), As<short>(actual)),
            TensorElementType.UInt32 => OutputComparison.CompareExact(As<uint>(expected), As<uint>(actual)),
            TensorElementType.Int32 => OutputComparison.CompareExact(As<int>(expected), As<int>(actual)),
            TensorElementType.UInt64 => OutputComparison.CompareExact(As<ulong>(expected), As<ulong>(actual)),
            _ => OutputComparison.CompareExact(As<long>(expected), As<long>(actual)),
        };
    }

    /// <summary>Whether a floating-point tensor has a NaN or an infinity; false for other types.</summary>
    public static bool HasNonFinite(GoldenTensor tensor) => tensor.Type switch
    {
        TensorElementType.Float => As<float>(tensor).ContainsAnyNonFinite(),
        TensorElementType.Double => As<double>(tensor).ContainsAnyNonFinite(),
        TensorElementType.Float16 => As<Half>(tensor).ContainsAnyNonFinite(),
        TensorElementType.BFloat16 => new ReadOnlySpan<float>(Widened(tensor)).ContainsAnyNonFinite(),
        _ => false,
    };

    public static bool IsFloating(TensorElementType type) =>
        type is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16;

    private static ReadOnlySpan<T> As<T>(GoldenTensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.Data);

    // A bfloat16 is the upper half of a float.
    private static float[] Widened(GoldenTensor tensor)
    {
        var bits = As<ushort>(tensor);
        var wide = new float[bits.Length];
        for (var i = 0; i < bits.Length; i++)
            wide[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
        return wide;
    }
}
