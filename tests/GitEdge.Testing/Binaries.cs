using System.Reflection;

namespace GitEdge.Testing;

/// <summary>Where the build put what tests start, and where the models from npm lie.</summary>
public static class Binaries
{
    /// <summary>The executable <c>gitedge-inference</c> of this build.</summary>
    public static string Inference { get; } = Path.Combine(Root, "src/GitEdge.Inference/bin", Configuration, "net10.0/gitedge-inference");

    /// <summary>Silero's voice activity model: <c>legacy</c> (v4: input, sr, h, c), <c>v5</c> or <c>v6</c> (input, state, sr).</summary>
    public static string Silero(string version) => Path.Combine(Root, $"node_modules/@ricky0123/vad-web/dist/silero_vad_{version}.onnx");

    private static string Root => Metadata("RepositoryRoot");

    private static string Configuration => Metadata("Configuration");

    private static string Metadata(string key) => typeof(Binaries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
