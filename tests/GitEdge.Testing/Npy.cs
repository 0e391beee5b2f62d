using System.Text;

namespace GitEdge.Testing;

/// <summary>Writes NumPy files as numpy.save does.</summary>
public static class Npy
{
    /// <summary>The bytes of a version 1 file.</summary>
    public static byte[] Bytes(string type, string shape, byte[] data, string fortran = "False")
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.ASCII.GetBytes(header), .. data];
    }

    /// <summary>Writes one.</summary>
    public static void Write(string path, string type, string shape, byte[] data) => File.WriteAllBytes(path, Bytes(type, shape, data));
}
