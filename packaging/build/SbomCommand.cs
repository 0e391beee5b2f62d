using System.CommandLine;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Sbom;

namespace GitEdge.Packaging;

/// <summary><c>sbom</c>: the list of what a published program is made of.</summary>
internal static class SbomCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "The published program." };
        var name = new Option<string>("--name") { Description = "The package.", Required = true };
        var version = new Option<string>("--version") { Description = "Its version.", Required = true };
        var native = new Option<string>("--native") { Description = "The list of parts that no .deps.json names.", Required = true };
        var output = new Option<string>("--out") { Description = "The file to write.", Required = true };
        var command = new Command("sbom", "Writes an SPDX list of what a program is made of.") { folder, name, version, native, output };
        command.SetAction(parsed =>
        {
            var program = parsed.GetRequiredValue(folder);
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, SpdxDocument.Of(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(version), program, Parts.Of(program, parsed.GetRequiredValue(native)), BuildTime.Now));
        });
        return command;
    }
}
