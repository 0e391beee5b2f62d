using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>A model of the story.</summary>
/// <param name="Label">What the story calls it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Digest">What its bytes are.</param>
/// <param name="Size">Their number.</param>
internal sealed record DemoModel(string Label, string Path, Sha256Digest Digest, long Size)
{
    /// <summary>Writes a model to <paramref name="folder"/>.</summary>
    public static DemoModel Save(string folder, string label, byte[] content)
    {
        var path = System.IO.Path.Combine(folder, label.Replace(' ', '-') + ".onnx");
        File.WriteAllBytes(path, content);
        return new DemoModel(label, path, Sha256Digest.Of(content), content.Length);
    }
}
