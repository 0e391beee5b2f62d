using System.Globalization;
using System.Text;
using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Deb;

/// <summary>The file <c>control</c> of a .deb (deb-control(5)).</summary>
internal static class ControlFile
{
    /// <summary>Its text.</summary>
    /// <param name="package">The package.</param>
    /// <param name="size">What it takes on the device, KiB.</param>
    public static string Of(PackageDescription package, long size)
    {
        var text = new StringBuilder();
        Field(text, "Package", package.Name);
        Field(text, "Version", NativeVersion.Of(package.Version));
        Field(text, "Architecture", package.Arch);
        Field(text, "Maintainer", package.Maintainer);
        Field(text, "Installed-Size", size.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, relations) in package.Formats["deb"].Relations)
            Field(text, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name), string.Join(", ", relations));
        Field(text, "Section", package.Section);
        Field(text, "Priority", package.Priority);
        Field(text, "Homepage", package.Homepage);
        var lines = package.Description.TrimEnd().Split('\n');
        text.Append(CultureInfo.InvariantCulture, $"Description: {lines[0]}\n");
        foreach (var line in lines[1..])
            text.Append(CultureInfo.InvariantCulture, $" {(line.Length == 0 ? "." : line)}\n");
        return text.ToString();
    }

    private static void Field(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
    }
}
