using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GitEdge.Bench.Results;

/// <summary>The committed results: one JSON file a bench, and README.md over all of them.</summary>
/// <param name="folder">Where they lie.</param>
internal sealed class ResultsFolder(string folder)
{
    private static readonly ResultsJson s_json = new(new JsonSerializerOptions(ResultsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes one bench and the table anew.</summary>
    public void Write(BenchResult result)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, result.Name + ".json"), JsonSerializer.Serialize(result, s_json.BenchResult) + "\n");
        File.WriteAllText(Path.Combine(folder, "README.md"), Table(All()));
    }

    /// <summary>One figure for a terminal.</summary>
    public static string Line(Figure figure) => "  " + Row(figure).Trim('|', '\n', ' ').Replace("**", "", StringComparison.Ordinal);

    private List<BenchResult> All() =>
        [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize(File.ReadAllText(file), s_json.BenchResult)!)];

    private static string Table(IReadOnlyList<BenchResult> results)
    {
        var text = new StringBuilder("""
            # Measured

            Written by `make bench`; do not edit. Values are medians, with the 25th to 75th percentile, the least and the greatest, and
            how many there were. Peers are measured in the same run.

            """);
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {result.Name}\n\n");
            text.Append("| what | value | against | ratio | target | met |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (var figure in result.Figures)
                text.Append(Row(figure));
            foreach (var figure in result.Figures.Where(figure => figure.Note is not null))
                text.Append(CultureInfo.InvariantCulture, $"\n- {figure.What}: {figure.Note}");
            var machine = result.Machine;
            var versions = string.Join(", ", machine.Versions.Select(pair => $"{pair.Key}: {pair.Value}"));
            text.Append(CultureInfo.InvariantCulture, $"\n\n{result.At:yyyy-MM-dd}, {machine.Processors} × {machine.Processor}, {machine.MemoryGiB} GiB, {machine.System}, load before {result.LoadBefore:0.0}; {versions}.\n");
        }
        return text.ToString();
    }

    private static string Row(Figure figure)
    {
        var peer = figure.Against is { } against ? $"{figure.Peer}: {Say(against, figure.Unit)}" : "";
        var ratio = figure.Ratio is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00}") : "";
        var met = figure.Met switch { true => "yes", false => "**no**", null => "" };
        return $"| {figure.What} | {Say(figure.Value, figure.Unit)} | {peer} | {ratio} | {figure.Target} | {met} |\n";
    }

    private static string Say(Spread spread, string unit) => spread.Count == 1
        ? $"{Round(spread.Median)} {unit}"
        : $"{Round(spread.Median)} {unit} ({Round(spread.Low)}–{Round(spread.High)}; {Round(spread.Min)} to {Round(spread.Max)}; n={spread.Count})";

    private static string Round(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.0000" }, CultureInfo.InvariantCulture);
}
