using System.Globalization;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Golden;

namespace GitEdge.Inference.Selftest;

/// <summary>A report as a table of plain text.</summary>
internal static class SelftestTable
{
    public static string Write(SelftestReport report)
    {
        List<string[]> rows = [["RESULT", "CASES", "MODEL", "REASON"]];
        rows.AddRange(report.Models.Select(model => (string[])
        [
            model.Result, model.Cases.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{model.Cases.Count(one => one.Passed)}/{model.Cases.Count}"),
            ControlText.EscapeName(model.Name), model.Reason ?? "",
        ]));
        return string.Create(CultureInfo.InvariantCulture,
            $"{GoldenTable.Columns(rows)}\n{report.Passed} passed, {report.Failed} failed, {report.Unsupported} unsupported, on ONNX Runtime {report.RuntimeVersion}");
    }
}
