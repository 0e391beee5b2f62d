using System.Text;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Text from a manifest, as it may stand in a message: short, and without anything that could forge a line.</summary>
internal static class Quoting
{
    private const int Longest = 80;

    public static string Of(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
            quoted.Append(char.IsControl(character) ? '\uFFFD' : character);
        return quoted.Append(text.Length > Longest ? "…'" : "'").ToString();
    }
}
