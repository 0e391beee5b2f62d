using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Golden;

/// <summary>Shows recorded cases as a table of plain text.</summary>
internal static class GoldenTable
{
    public static string Write(IReadOnlyList<GoldenSet> sets)
    {
        List<string[]> rows = [["CASE", "ROLE", "TENSOR", "TYPE", "SHAPE", "REMARK"]];
        foreach (var set in sets)
        {
            rows.AddRange(set.Inputs.Select(tensor => Row(set.Name, "input", tensor)));
            rows.AddRange(set.Outputs.Select(tensor => Row(set.Name, "output", tensor)));
        }
        return Columns(rows);
    }

    /// <summary>Rows of as many cells, in columns as wide as they need to be.</summary>
    public static string Columns(IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    private static string[] Row(string set, string role, GoldenTensor tensor)
    {
        var remark = GoldenComparison.HasNonFinite(tensor) ? "has NaN or infinite values" : "";
        return [set, role, tensor.Name, Datatypes.Describe(tensor.Type), $"[{string.Join(',', tensor.Shape)}]", remark];
    }
}
