using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Packaging;

/// <summary>The Grafana dashboard as its file has it.</summary>
internal static partial class Dashboard
{
    private static readonly JsonNode s_file = JsonNode.Parse(File.ReadAllText(Repository.File("packaging", "grafana", "gitedge.json")))!;

    /// <summary>Every panel that shows something; not the rows that they stand in.</summary>
    public static IReadOnlyList<JsonNode> Panels { get; } = [.. s_file["panels"]!.AsArray().Where(panel => (string?)panel!["type"] != "row").Select(panel => panel!)];

    /// <summary>The variables that a person chooses from.</summary>
    public static IReadOnlyList<JsonNode> Variables { get; } = [.. s_file["templating"]!["list"]!.AsArray().Select(variable => variable!)];

    /// <summary>Every expression, with the title of its panel.</summary>
    public static IReadOnlyList<(string Panel, string Expression)> Expressions { get; } =
        [.. Panels.SelectMany(panel => panel["targets"]!.AsArray().Select(target => ((string)panel["title"]!, (string)target!["expr"]!)))];

    /// <summary>What <c>label_values(metric, label)</c> of a variable asks for.</summary>
    public static (string Metric, string Label) AskedBy(JsonNode variable)
    {
        var asked = LabelValues().Match((string)variable["query"]!["query"]!);
        return asked.Success ? (asked.Groups["metric"].Value, asked.Groups["label"].Value) : throw new InvalidOperationException($"{variable} is no label_values().");
    }

    /// <summary>The names of metrics in an expression: what is neither text, label, function nor operator.</summary>
    public static IEnumerable<string> MetricsIn(string expression) =>
        Name().Matches(NoMetric().Replace(expression, " ")).Select(match => match.Value).Distinct();

    /// <summary>The family that a series belongs to: a histogram and a summary have several.</summary>
    public static string FamilyOf(string metric) => Suffix().Replace(metric, "");

    [GeneratedRegex(@"^label_values\((?<metric>\w+), (?<label>\w+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b(\w+ by|on|without|ignoring) \([^)]*\)|\b(and|or|unless|bool)\b|\b\w+ ?\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoMetric();

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}
