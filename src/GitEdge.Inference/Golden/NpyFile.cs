using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>NumPy's .npy format, versions 1 to 3 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).</summary>
internal static partial class NpyFile
{
    private static readonly Dictionary<string, TensorElementType> Types = new(StringComparer.Ordinal)
    {
        ["<f4"] = TensorElementType.Float,
        ["<f8"] = TensorElementType.Double,
        ["<f2"] = TensorElementType.Float16,
        ["|b1"] = TensorElementType.Bool,
        ["|i1"] = TensorElementType.Int8,
        ["|u1"] = TensorElementType.UInt8,
        ["<i2"] = TensorElementType.Int16,
        ["<u2"] = TensorElementType.UInt16,
        ["<i4"] = TensorElementType.Int32,
        ["<u4"] = TensorElementType.UInt32,
        ["<i8"] = TensorElementType.Int64,
        ["<u8"] = TensorElementType.UInt64,
    };

    /// <exception cref="InvalidDataException">It is no .npy file, or of a kind that is not supported; says which.</exception>
    public static GoldenTensor Parse(string name, ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || file[0] != 0x93 || !file[1..].StartsWith("NUMPY"u8))
            throw new InvalidDataException("not a .npy file");
        var (start, length) = file[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
            : (12, (long)BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
        if (start + length > file.Length)
            throw new InvalidDataException("the header of the .npy file is cut off");
        var header = Encoding.UTF8.GetString(file.Slice(start, (int)length));
        var data = file[(start + (int)length)..].ToArray();
        var tensor = new GoldenTensor { Name = name, Type = TypeOf(header), Shape = ShapeOf(header), Data = data };
        // Read back through the one strict reader, which checks the shape against the data.
        return TensorProto.Parse(TensorProto.Write(tensor));
    }

    private static TensorElementType TypeOf(string header)
    {
        if (FortranOrder().IsMatch(header))
            throw new InvalidDataException("the array is in Fortran order; save numpy.ascontiguousarray(a)");
        var descr = Descr().Match(header).Groups["type"].Value;
        return Types.TryGetValue(descr, out var type)
            ? type
            : throw new InvalidDataException($"the array's dtype '{descr}' is not supported; save one of {string.Join(' ', Types.Keys)}");
    }

    private static long[] ShapeOf(string header)
    {
        var shape = Shape().Match(header);
        if (!shape.Success)
            throw new InvalidDataException("the header of the .npy file has no shape");
        var parts = shape.Groups["lengths"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Select(part => long.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<type>[^'"]{1,8})['"]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Descr();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*True""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FortranOrder();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<lengths>[0-9, ]{0,200})\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
