using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>Reads GITEDGE.lock.</summary>
internal static class LockFileParser
{
    private const int HexLength = 64;
    private const string Remake = "Let 'gitedge release' write the lock.";

    public static List<LockedFile> Parse(ReadOnlySpan<byte> content, List<LineFault> faults)
    {
        var files = new List<LockedFile>();
        if (!TextLines.TrySplit(content, faults, out var lines))
            return files;
        if (content.IsEmpty)
            faults.Add(new LineFault(0, "The lock names no file.", Remake));
        else if (lines[^1].Length > 0)
            faults.Add(new LineFault(lines.Length, "The last line does not end with a line feed.", Remake));
        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (ParseLine(lines[i], out var file) is { } fault)
                faults.Add(new LineFault(i + 1, fault, Remake));
            else
                files.Add(file!);
            if (files.Count > 1 && file is not null && string.CompareOrdinal(files[^2].Path, file.Path) is >= 0 and var order)
                faults.Add(new LineFault(i + 1, order == 0
                    ? $"The path {Untrusted.Show(file.Path)} stands there twice."
                    : $"The path {Untrusted.Show(file.Path)} is out of order.", Remake));
        }
        return files;
    }

    private static string? ParseLine(string line, out LockedFile? file)
    {
        file = null;
        if (line.Length < HexLength || !Sha256Digest.TryParseHex(line[..HexLength], out var digest))
            return "It does not begin with 64 lower-case hexadecimal digits.";
        if (!line.AsSpan(HexLength).StartsWith("  "))
            return "Exactly two spaces must stand between digest and path.";
        var path = line[(HexLength + 2)..];
        if (LockPath.FaultOf(path) is { } fault)
            return $"{fault}: {Untrusted.Show(path)}.";
        file = new LockedFile(path, digest);
        return null;
    }
}
