using System.Globalization;

namespace GitEdge.Testing;

/// <summary>A root with two slots, as the server reads it.</summary>
public sealed class SlotTree : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>Absolute path of the root.</summary>
    public string Root => _directory.Path;

    /// <summary>Absolute path of a model's file, whether it exists or not.</summary>
    public string ModelFile(string slot, string name, long version) =>
        _directory["slots", slot, "models", name, version.ToString(CultureInfo.InvariantCulture), "model.onnx"];

    /// <summary>Puts a model into a slot.</summary>
    public SlotTree Add(string slot, string name, long version, byte[] model)
    {
        var file = ModelFile(slot, name, version);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, model);
        return this;
    }

    /// <summary>Points <c>active</c> to a slot, as the updater does: a new link renamed over the old one.</summary>
    public SlotTree Activate(string slot)
    {
        Directory.CreateDirectory(_directory["slots", slot]);
        Tool.Run("ln", ["-sfn", $"slots/{slot}", _directory["active"]]);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();
}
