namespace GitEdge.Inference.Selftest;

/// <summary>A model with its recorded cases, in ONNX's test layout.</summary>
/// <param name="Name">Its folder, relative to the one that is tested.</param>
/// <param name="Directory">The folder with the <c>test_data_set_&lt;n&gt;</c> folders.</param>
/// <param name="File">The model.</param>
internal sealed record ModelFolder(string Name, string Directory, string File)
{
    private const string ModelFile = "model.onnx";

    // Deep enough for any tree of tests; a link that leads back ends here.
    private const int Deepest = 8;

    /// <summary>Every model in a folder and below it, by name.</summary>
    /// <exception cref="IOException">A folder can not be read.</exception>
    public static IReadOnlyList<ModelFolder> In(string directory)
    {
        var found = new List<ModelFolder>();
        Collect(directory, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))), Deepest, found);
        return found;
    }

    private static void Collect(string directory, string name, int depth, List<ModelFolder> found)
    {
        if (ModelIn(directory) is { } file)
        {
            found.Add(new ModelFolder(name, directory, file));
            return;
        }
        if (depth == 0)
            return;
        foreach (var inner in System.IO.Directory.GetDirectories(directory).Order(StringComparer.Ordinal))
            Collect(inner, depth == Deepest ? Path.GetFileName(inner) : $"{name}/{Path.GetFileName(inner)}", depth - 1, found);
    }

    // Published models often keep their own name beside their test data.
    private static string? ModelIn(string directory)
    {
        var file = Path.Combine(directory, ModelFile);
        if (System.IO.File.Exists(file))
            return file;
        return System.IO.Directory.GetFiles(directory, "*.onnx") is [var only] && System.IO.Directory.GetDirectories(directory, Golden.GoldenFolder.SetPrefix + "*").Length > 0
            ? only
            : null;
    }
}
