using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>Many power cuts with the same packages: what is behind us, and a report.</summary>
/// <param name="count">How many in all.</param>
internal sealed class PowerCutCampaign(int count)
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly string _folder = Directory.CreateDirectory(Repository.File("artifacts", "power-cuts", InstalledPackages.Digest())).FullName;

    private string Lines => Path.Combine(_folder, "results.jsonl");

    /// <summary>The seeds that have no result yet.</summary>
    public IEnumerable<int> Remaining() => Enumerable.Range(1, count).Except(Read().Select(result => result.Cut.Seed));

    /// <summary>Keeps a result, and writes the report anew.</summary>
    public void Add(PowerCutResult result)
    {
        File.AppendAllText(Lines, JsonSerializer.Serialize(result, s_json) + "\n");
        File.WriteAllText(Path.Combine(_folder, "report.md"), Report([.. Read()]));
    }

    private IEnumerable<PowerCutResult> Read() =>
        File.Exists(Lines) ? File.ReadLines(Lines).Select(line => JsonSerializer.Deserialize<PowerCutResult>(line, s_json)!) : [];

    private static string Report(IReadOnlyList<PowerCutResult> results)
    {
        var text = new StringBuilder().AppendLine("| under way | cut after entering | cuts | found in after boot | as it must be | seconds to there, median |")
            .AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var place in results.GroupBy(result => (result.Cut.Kind, result.Cut.Phase)).OrderBy(group => group.Key))
        {
            var found = string.Join(", ", place.GroupBy(result => result.Found).Select(group => $"{group.Key} {group.Count()}"));
            var median = place.Select(result => result.Seconds).Order().ElementAt(place.Count() / 2);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {place.Key.Kind} | {place.Key.Phase} | {place.Count()} | {found} | {place.Count(result => result.Wrong is null)} | {median:0} |");
        }
        foreach (var wrong in results.Where(result => result.Wrong is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"\nSeed {wrong.Cut.Seed}: {wrong.Wrong}");
        return text.ToString();
    }
}
