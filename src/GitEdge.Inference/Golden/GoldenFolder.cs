using System.Globalization;
using GitEdge.Core.Health;

namespace GitEdge.Inference.Golden;

/// <summary>A folder of recorded cases in the layout of ONNX's own test data.</summary>
internal static class GoldenFolder
{
    public const string SetPrefix = "test_data_set_";

    /// <summary>Bytes all cases together may have: they are in memory while they are used.</summary>
    public const long MaximumBytes = 512L << 20;

    private const int MaximumSets = 1000;
    private const int MaximumTensors = 256;

    /// <summary>Reads every case, in the order of their numbers.</summary>
    /// <param name="directory">The folder that holds the <c>test_data_set_&lt;n&gt;</c> folders.</param>
    /// <param name="errors">Everything that is wrong, each naming its file.</param>
    public static IReadOnlyList<GoldenSet> Read(string directory, out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        errors = found;
        if (!Directory.Exists(directory))
        {
            found.Add($"{directory}: there is no such folder");
            return [];
        }
        var folders = Directory.GetDirectories(directory, SetPrefix + "*").Select(path => (Path: path, Number: Number(path, SetPrefix, "")))
            .Where(folder => folder.Number >= 0).OrderBy(folder => folder.Number).ToList();
        if (folders.Count is 0 or > MaximumSets)
            found.Add($"{directory}: {folders.Count} {SetPrefix}<n> folders; 1 to {MaximumSets} are expected");
        var left = MaximumBytes;
        var sets = new List<GoldenSet>();
        foreach (var folder in folders.Take(MaximumSets))
            sets.Add(ReadSet(folder.Path, ref left, found));
        return sets;
    }

    /// <summary>Writes one case: all of its files, or none.</summary>
    public static void Write(string directory, GoldenSet set)
    {
        Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, $".{set.Name}.{Environment.ProcessId}");
        Directory.CreateDirectory(temporary);
        WriteAll(temporary, "input_", set.Inputs);
        WriteAll(temporary, "output_", set.Outputs);
        Directory.Move(temporary, Path.Combine(directory, set.Name));
    }

    private static GoldenSet ReadSet(string folder, ref long left, List<string> errors)
    {
        var set = new GoldenSet
        {
            Name = Path.GetFileName(folder),
            Inputs = ReadAll(folder, "input_", ref left, errors),
            Outputs = ReadAll(folder, "output_", ref left, errors),
        };
        // A model may take nothing.
        if (set.Inputs.Count == 0 && set.Outputs.Count == 0)
            errors.Add($"{folder}: there is neither input_0.pb nor output_0.pb");
        return set;
    }

    private static List<GoldenTensor> ReadAll(string folder, string prefix, ref long left, List<string> errors)
    {
        var files = Directory.GetFiles(folder, prefix + "*.pb").Select(path => (Path: path, Number: Number(path, prefix, ".pb")))
            .Where(file => file.Number >= 0).OrderBy(file => file.Number).ToList();
        var tensors = new List<GoldenTensor>();
        for (var i = 0; i < files.Count; i++)
        {
            // A gap would give the tensors after it another place in the model's order.
            if (files[i].Number != i || i >= MaximumTensors)
            {
                errors.Add($"{folder}: {prefix}{i}.pb is missing, or there are more than {MaximumTensors}");
                break;
            }
            if (ReadTensor(files[i].Path, ref left, errors) is { } tensor)
                tensors.Add(tensor);
        }
        return tensors;
    }

    private static GoldenTensor? ReadTensor(string path, ref long left, List<string> errors)
    {
        try
        {
            var length = new FileInfo(path).Length;
            left -= length;
            if (left < 0)
                throw new InvalidDataException($"with this file the cases have more than {MaximumBytes >> 20} MiB");
            return TensorProto.Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}: {e.Message}");
            return null;
        }
    }

    private static void WriteAll(string folder, string prefix, IReadOnlyList<GoldenTensor> tensors)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            using var file = File.Create(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}.pb")));
            file.Write(TensorProto.Write(tensors[i]));
            file.Flush(flushToDisk: true);
        }
    }

    private static int Number(string path, string prefix, string suffix)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(suffix, StringComparison.Ordinal)
            && int.TryParse(name[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;
    }
}
