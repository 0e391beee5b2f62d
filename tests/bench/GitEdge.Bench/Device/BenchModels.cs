using GitEdge.Agent.Cli.Demo;

namespace GitEdge.Bench.Device;

/// <summary>The speech models, as often as wanted under new digests, and golden cases for them.</summary>
internal sealed class BenchModels
{
    private const float FaultAt = 10f;

    private readonly string _folder;

    /// <summary>Records the golden cases of both below <paramref name="folder"/>.</summary>
    public BenchModels(string folder, string inference)
    {
        _folder = folder;
        Speech.WriteSileroInputs(Path.Combine(folder, "inputs"));
        foreach (var version in new[] { "v5", "v6" })
            Tool.Run(inference, ["golden", "record", "--model", Repository.Silero(version), "--inputs", Path.Combine(folder, "inputs"), "--out", Golden(version)]);
    }

    /// <summary>The golden cases of <c>v5</c> or <c>v6</c>.</summary>
    public string Golden(string version) => Path.Combine(_folder, "golden", version);

    /// <summary>The model with new bytes and the same answers.</summary>
    public static byte[] Build(string version, int build) => ModelEdit.Describe(File.ReadAllBytes(Repository.Silero(version)), $"build {build}");

    /// <summary>Version 6 that answers NaN to anything louder than <see cref="LoudFrame"/>, with new bytes each time.</summary>
    public static byte[] Faulty(int build) => ModelEdit.Describe(
        ModelEdit.NotANumberAbove(File.ReadAllBytes(Repository.Silero("v6")), "input", "output", FaultAt), $"faulty build {build}");

    /// <summary>A frame that no golden case is as loud as.</summary>
    public static float[] LoudFrame() => [.. Enumerable.Repeat(2 * FaultAt, Speech.Context + Speech.Step)];
}
