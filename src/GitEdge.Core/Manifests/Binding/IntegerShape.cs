using System.Globalization;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A whole number between two bounds, both allowed, written in decimal.</summary>
internal sealed class IntegerShape(long least, long greatest, string? cure = null) : Shape<long>
{
    public override bool TryBind(ManifestNode node, string label, ProblemList problems, out long value)
    {
        value = 0;
        var expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {greatest}");
        if (
            node is ManifestScalar { Kind: ScalarKind.Integer } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least
            && value <= greatest
        )
        {
            return true;
        }
        problems.WrongKind(node, label, expected, cure);
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "integer");
        writer.WriteNumber("minimum", least);
        writer.WriteNumber("maximum", greatest);
    }
}
