using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>Makes up inputs: floating-point elements evenly from [−1, 1), truth values either way, whole numbers 0, text empty.</summary>
internal static class SyntheticInputs
{
    private const long MaximumElements = 64 << 20;

    /// <exception cref="InvalidDataException">A shape does not fit the model, a type cannot be made up; says which.</exception>
    public static IReadOnlyList<GoldenTensor> Make(IReadOnlyList<TensorSignature> inputs, SyntheticOptions options)
    {
        var unknown = options.Shapes.Keys.Concat(options.Values.Keys).Except(inputs.Select(input => input.Name)).ToList();
        if (unknown.Count > 0)
            throw new InvalidDataException($"the model has no input '{unknown[0]}'; it has {string.Join(", ", inputs)}");
#pragma warning disable RS0030, CA5394 // Random of a seed is the injected randomness: the same inputs every time.
        var random = new Random(options.Seed);
#pragma warning restore RS0030, CA5394
        return [.. inputs.Select(input => Make(input, options, random))];
    }

    private static GoldenTensor Make(TensorSignature input, SyntheticOptions options, Random random)
    {
        var shape = ShapeOf(input, options);
        var type = Datatypes.TypeOf(input.Type) ?? throw new InvalidDataException($"input '{input.Name}' is {input.Type}, which cannot be made up");
        var count = shape.Aggregate(1L, (product, length) => product * length);
        if (count > MaximumElements)
            throw new InvalidDataException($"input '{input.Name}' would have {count} elements; at most {MaximumElements} are made up");
        double? fixedValue = options.Values.TryGetValue(input.Name, out var value) ? value : null;
        var isText = type == TensorElementType.String;
        var data = isText ? [] : new byte[count * Datatypes.SizeOf(type)];
        Fill(data, type, () => fixedValue ?? Draw(type, random));
        return new GoldenTensor
        {
            Name = input.Name,
            Type = type,
            Shape = shape,
            Data = data,
            Strings = isText ? [.. Enumerable.Repeat("", (int)count)] : [],
        };
    }

    private static long[] ShapeOf(TensorSignature input, SyntheticOptions options)
    {
        if (!options.Shapes.TryGetValue(input.Name, out var given))
            return [.. input.Shape.Select(length => length < 0 ? 1 : length)];
        var fits = input.Shape.Count == 0
            || (given.Length == input.Shape.Count && given.Zip(input.Shape).All(axis => axis.Second < 0 || axis.First == axis.Second));
        return fits
            ? given
            : throw new InvalidDataException($"[{string.Join(',', given)}] does not fit input {input}");
    }

    private static double Draw(TensorElementType type, Random random) => type switch
    {
        _ when GoldenComparison.IsFloating(type) => (random.NextDouble() * 2) - 1,
        TensorElementType.Bool => random.Next(2),
        _ => 0,
    };

    private static void Fill(byte[] data, TensorElementType type, Func<double> next)
    {
        if (data.Length == 0)
            return;
        var size = Datatypes.SizeOf(type);
        for (var start = 0; start < data.Length; start += size)
            Bytes(type, next()).AsSpan(0, size).CopyTo(data.AsSpan(start));
    }

    private static byte[] Bytes(TensorElementType type, double value) => type switch
    {
        TensorElementType.Float => BitConverter.GetBytes((float)value),
        TensorElementType.Double => BitConverter.GetBytes(value),
        TensorElementType.Float16 => BitConverter.GetBytes((Half)value),
        // A bfloat16 is the upper half of a float.
        TensorElementType.BFloat16 => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)),
        _ => BitConverter.GetBytes((long)value),
    };
}
