using System.Globalization;
using GitEdge.Core.Health;

namespace GitEdge.Inference.Golden;

/// <summary>Collects the inputs that are to be recorded.</summary>
internal static class RecordInputs
{
    /// <summary>The cases, inputs only, numbered from 0: those of the folder, then those made up.</summary>
    /// <exception cref="InvalidDataException">Something is wrong with them; says all of it.</exception>
    public static IReadOnlyList<GoldenSet> Collect(RecordOptions options, ModelInterface model)
    {
        List<IReadOnlyList<GoldenTensor>> cases = options.Inputs is { } folder ? FromFolder(folder, model) : [];
        for (var i = 0; i < options.Random; i++)
            cases.Add(SyntheticInputs.Make(model.Inputs, options.Synthetic with { Seed = options.Synthetic.Seed + i }));
        if (cases.Count == 0)
            throw new InvalidDataException("there are no inputs; give --inputs DIR, --random N, or both");
        string[] names = [.. model.Inputs.Select(input => input.Name)];
        return [.. cases.Select((inputs, i) => new GoldenSet
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{GoldenFolder.SetPrefix}{i}"),
            Inputs = inputs,
        }.Named(names, []))];
    }

    private static List<IReadOnlyList<GoldenTensor>> FromFolder(string folder, ModelInterface model)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{folder}: there is no such folder");
        if (Directory.GetDirectories(folder, GoldenFolder.SetPrefix + "*").Length > 0)
        {
            var sets = GoldenFolder.Read(folder, out var errors);
            return errors.Count == 0 ? [.. sets.Select(set => set.Inputs)] : throw new InvalidDataException(string.Join("; ", errors));
        }
        var folders = Directory.GetFiles(folder, "*.npy").Length > 0
            ? [folder]
            : Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToArray();
        if (folders.Length == 0)
            throw new InvalidDataException($"{folder}: neither {GoldenFolder.SetPrefix}<n> folders nor .npy files");
        return [.. folders.Select(one => FromNpy(one, model))];
    }

    private static IReadOnlyList<GoldenTensor> FromNpy(string folder, ModelInterface model) =>
        [.. model.Inputs.Select(input => ReadNpy(Path.Combine(folder, input.Name + ".npy"), input.Name))];

    private static GoldenTensor ReadNpy(string path, string name)
    {
        try
        {
            return NpyFile.Parse(name, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}
