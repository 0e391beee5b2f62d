using System.Globalization;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A number between two bounds, both allowed.</summary>
internal sealed class NumberShape(double least, double greatest) : Shape<double>
{
    public override bool TryBind(ManifestNode node, string label, ProblemList problems, out double value)
    {
        value = 0;
        var expected = string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {greatest}");
        if (node is not ManifestScalar { Kind: ScalarKind.Integer or ScalarKind.Number } scalar)
        {
            problems.WrongKind(node, label, expected);
            return false;
        }
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (
            double.TryParse(scalar.Text, Style, CultureInfo.InvariantCulture, out value)
            && value >= least
            && value <= greatest
        )
            return true;
        problems.WrongKind(node, label, expected);
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "number");
        writer.WriteNumber("minimum", least);
        writer.WriteNumber("maximum", greatest);
    }
}
