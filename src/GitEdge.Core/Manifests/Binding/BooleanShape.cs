using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>true or false.</summary>
internal sealed class BooleanShape : Shape<bool>
{
    public override bool TryBind(ManifestNode node, string label, ProblemList problems, out bool value)
    {
        value = node is ManifestScalar { Text: "true" or "True" or "TRUE" };
        if (node is ManifestScalar { Kind: ScalarKind.Boolean })
            return true;
        problems.WrongKind(node, label, "true or false");
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "boolean");
}
