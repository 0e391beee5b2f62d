using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Trust;

/// <summary>Splits a configuration file into its lines, after the faults that spoil it as a whole.</summary>
internal static class TextLines
{
    public static bool TrySplit(ReadOnlySpan<byte> bytes, List<LineFault> faults, [NotNullWhen(true)] out string[]? lines)
    {
        lines = null;
        if (!Utf8Text.TryDecode(bytes, out var text))
        {
            faults.Add(new LineFault(0, "The file is not valid UTF-8.", "Save it as UTF-8."));
            return false;
        }
        if (text.StartsWith('\ufeff'))
        {
            faults.Add(new LineFault(1, "The file begins with a byte order mark.", "Save it as UTF-8 without one."));
            return false;
        }
        lines = text.Split('\n');
        return true;
    }
}
