namespace GitEdge.Testing;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Absolute path of its top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Absolute path of something inside.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A real speech model: <c>legacy</c> (version 4), <c>v5</c> or <c>v6</c>.</summary>
    public static string Silero(string version) =>
        File("node_modules", "@ricky0123", "vad-web", "dist", $"silero_vad_{version}.onnx");

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "GitEdge.sln")))
                return folder;
        }
        throw new InvalidOperationException($"No GitEdge.sln above {AppContext.BaseDirectory}.");
    }
}
