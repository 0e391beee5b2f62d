using System.Runtime.InteropServices;
using System.Text;

namespace GitEdge.Inference.Tests;

/// <summary>For each element type six values, as JSON and as bytes.</summary>
public static class TestTensors
{
    public static IReadOnlyList<OnnxType> Types { get; } =
    [
        OnnxType.Float, OnnxType.Double, OnnxType.Float16, OnnxType.BFloat16, OnnxType.Int8, OnnxType.Int16, OnnxType.Int32,
        OnnxType.Int64, OnnxType.UInt8, OnnxType.UInt16, OnnxType.UInt32, OnnxType.UInt64, OnnxType.Bool, OnnxType.String,
    ];

    public static string Datatype(OnnxType type) => type switch
    {
        OnnxType.Float => "FP32",
        OnnxType.Double => "FP64",
        OnnxType.Float16 => "FP16",
        OnnxType.BFloat16 => "BF16",
        OnnxType.String => "BYTES",
        _ => type.ToString().ToUpperInvariant(),
    };

    /// <summary>Six elements, flat; what is written is what must be read.</summary>
    public static string Json(OnnxType type) => type switch
    {
        OnnxType.Float => "[0,-1.5,3.4028235E+38,1E-45,0.1,7]",
        OnnxType.Double => "[0,-1.5,1.7976931348623157E+308,5E-324,0.1,7]",
        OnnxType.Float16 => "[0,-1.5,65504,0.25,2048,7]",
        OnnxType.BFloat16 => "[0,-1.5,128,0.25,2048,7]",
        OnnxType.Int8 => "[0,-128,127,1,2,3]",
        OnnxType.Int16 => "[0,-32768,32767,1,2,3]",
        OnnxType.Int32 => "[0,-2147483648,2147483647,1,2,3]",
        OnnxType.Int64 => "[0,-9223372036854775808,9223372036854775807,1,2,3]",
        OnnxType.UInt8 => "[0,255,127,1,2,3]",
        OnnxType.UInt16 => "[0,65535,127,1,2,3]",
        OnnxType.UInt32 => "[0,4294967295,127,1,2,3]",
        OnnxType.UInt64 => "[0,18446744073709551615,127,1,2,3]",
        OnnxType.Bool => "[true,false,true,true,false,false]",
        OnnxType.String => """["","a","ü€😀","\"quoted\"","line\nbreak","long enough to leave the small string buffer"]""",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The same six elements in the binary tensor extension's form, worked out apart from the server.</summary>
    public static byte[] Binary(OnnxType type) => type switch
    {
        OnnxType.Float => Bytes<float>(0, -1.5f, float.MaxValue, float.Epsilon, 0.1f, 7),
        OnnxType.Double => Bytes(0, -1.5, double.MaxValue, double.Epsilon, 0.1, 7),
        OnnxType.Float16 => Bytes<ushort>(0, 0xBE00, 0x7BFF, 0x3400, 0x6800, 0x4700),
        OnnxType.BFloat16 => Bytes<ushort>(0, 0xBFC0, 0x4300, 0x3E80, 0x4500, 0x40E0),
        OnnxType.Int8 => Bytes<sbyte>(0, sbyte.MinValue, sbyte.MaxValue, 1, 2, 3),
        OnnxType.Int16 => Bytes<short>(0, short.MinValue, short.MaxValue, 1, 2, 3),
        OnnxType.Int32 => Bytes(0, int.MinValue, int.MaxValue, 1, 2, 3),
        OnnxType.Int64 => Bytes(0, long.MinValue, long.MaxValue, 1, 2, 3),
        OnnxType.UInt8 => Bytes<byte>(0, 255, 127, 1, 2, 3),
        OnnxType.UInt16 => Bytes<ushort>(0, ushort.MaxValue, 127, 1, 2, 3),
        OnnxType.UInt32 => Bytes<uint>(0, uint.MaxValue, 127, 1, 2, 3),
        OnnxType.UInt64 => Bytes<ulong>(0, ulong.MaxValue, 127, 1, 2, 3),
        OnnxType.Bool => [1, 0, 1, 1, 0, 0],
        OnnxType.String => Strings("", "a", "ü€😀", "\"quoted\"", "line\nbreak", "long enough to leave the small string buffer"),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    public static byte[] Strings(params string[] values) =>
        [.. values.SelectMany(value => (byte[])[.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)])];
}
