using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Metrics;

/// <summary>What is looked at in every answer, fast enough to look at all of them.</summary>
internal static class TensorChecks
{
    private const ulong Prime = 0x9E37_79B1_85EB_CA87;

    /// <summary>Whether a float tensor holds a NaN or an infinity: an exponent of ones, IEEE 754.</summary>
    public static bool HasNonFinite(TensorElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        TensorElementType.Float => HasAllOnes<uint>(bytes, 0x7F80_0000),
        TensorElementType.Double => HasAllOnes<ulong>(bytes, 0x7FF0_0000_0000_0000),
        TensorElementType.Float16 => HasAllOnes<ushort>(bytes, 0x7C00),
        TensorElementType.BFloat16 => HasAllOnes<ushort>(bytes, 0x7F80),
        _ => false,
    };

    /// <summary>A hash to tell answers apart; not for safety. Continues from <paramref name="seed"/>.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = seed ^ ((ulong)bytes.Length * Prime);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            hash = Mix(hash, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..])
            hash = Mix(hash, rest);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value) => BitOperations.RotateLeft((hash ^ value) * Prime, 29);

    private static bool HasAllOnes<T>(ReadOnlySpan<byte> bytes, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes);
        var mask = new Vector<T>(exponent);
        var i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(values[i..]) & mask, mask))
                return true;
        }
        for (; i < values.Length; i++)
        {
            if ((values[i] & exponent) == exponent)
                return true;
        }
        return false;
    }
}
