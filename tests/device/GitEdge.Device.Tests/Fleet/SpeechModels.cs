using System.Globalization;
using GitEdge.Agent.Cli.Demo;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>Silero's voice activity models, their recorded cases, and one that answers NaN to what no recorded case has.</summary>
internal sealed class SpeechModels
{
    private const float Loud = 1.5f;

    private readonly string _folder;

    /// <summary>Records cases of versions 5 and 6 with the packaged server, as a user does.</summary>
    public SpeechModels(string folder)
    {
        _folder = folder;
        Speech.WriteSileroInputs(Path.Combine(folder, "inputs"));
        foreach (var version in new[] { "v5", "v6" })
        {
            Tool.Run(PackagedPrograms.Inference,
                ["golden", "record", "--model", Repository.Silero(version), "--inputs", Path.Combine(folder, "inputs"), "--out", Path.Combine(folder, version)]);
        }
    }

    /// <summary>A request as clients make it, with one sample louder than every recorded case.</summary>
    public static string Request()
    {
        var samples = Speech.Frames()[15];
        samples[^1] = 2 * Loud;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"inputs":[{"name":"input","shape":[1,{{samples.Length}}],"datatype":"FP32","data":[{{string.Join(',', samples)}}]},
            {"name":"state","shape":[2,1,128],"datatype":"FP32","data":[{{string.Join(',', new int[256])}}]},
            {"name":"sr","shape":[],"datatype":"INT64","data":[16000]}]}
            """);
    }

    /// <summary>A release of version <c>v5</c> or <c>v6</c>.</summary>
    public DeviceRelease Good(string version) => new(File.ReadAllBytes(Repository.Silero(version)), Path.Combine(_folder, version));

    /// <summary>A release that passes the gate and fails on real traffic.</summary>
    public DeviceRelease Bad() => new(ModelEdit.NotANumberAbove(File.ReadAllBytes(Repository.Silero("v6")), "input", "output", Loud), Path.Combine(_folder, "v6"))
    {
        Soak = TimeSpan.FromMinutes(10),
    };
}
