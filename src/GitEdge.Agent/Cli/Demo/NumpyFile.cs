using System.Runtime.InteropServices;
using System.Text;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Writes tensors as NumPy's .npy, version 1, which <c>golden record</c> reads.</summary>
internal static class NumpyFile
{
    private const int Alignment = 64;
    private const int Preamble = 10;

    public static void Write(string path, string shape, ReadOnlySpan<float> values) => Write(path, "<f4", shape, MemoryMarshal.AsBytes(values));

    public static void Write(string path, string shape, ReadOnlySpan<long> values) => Write(path, "<i8", shape, MemoryMarshal.AsBytes(values));

    private static void Write(string path, string type, string shape, ReadOnlySpan<byte> data)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        var padded = header.PadRight((Preamble + header.Length + Alignment) / Alignment * Alignment - Preamble - 1) + "\n";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path,
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded), .. data,
        ]);
    }
}
