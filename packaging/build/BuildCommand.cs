using System.CommandLine;
using GitEdge.Packaging.Deb;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Nfpm;
using GitEdge.Packaging.Rpm;

namespace GitEdge.Packaging;

/// <summary><c>build</c>: nfpm files in, packages out.</summary>
internal static class BuildCommand
{
    /// <summary>The command. Exit code 0, or 1 when a package could not be built; then every problem is on standard error.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "nfpm files, relative to the working copy.", Arity = ArgumentArity.OneOrMore };
        var root = new Option<string>("--root") { Description = "The working copy's top folder.", DefaultValueFactory = _ => Environment.CurrentDirectory };
        var output = new Option<string>("--out") { Description = "Where the packages go.", DefaultValueFactory = _ => "artifacts/packages" };
        var version = new Option<string?>("--version") { Description = "A version instead of that of the files." };
        var format = new Option<string[]>("--format") { Description = "deb or rpm; both by default.", DefaultValueFactory = _ => ["deb", "rpm"] }.AcceptOnlyFromAmong("deb", "rpm");
        var command = new Command("build", "Builds the packages that nfpm files describe.") { files, root, output, version, format };
        command.SetAction(parsed =>
        {
            var top = Path.GetFullPath(parsed.GetRequiredValue(root));
            var folder = Directory.CreateDirectory(Path.GetFullPath(parsed.GetRequiredValue(output), top)).FullName;
            return parsed.GetRequiredValue(files)
                .Select(file => Build(file, top, folder, parsed.GetValue(version), parsed.GetRequiredValue(format)))
                .ToList().Contains(false) ? 1 : 0;
        });
        return command;
    }

    private static bool Build(string file, string root, string output, string? version, string[] formats)
    {
        var problems = new NfpmProblems(file);
        if (NfpmReader.Read(File.ReadAllText(Path.Combine(root, file)), problems, version) is { } package)
        {
            foreach (var format in formats)
                Build(package, format, root, output, problems);
        }
        foreach (var line in problems.Lines)
            Console.Error.WriteLine(line);
        return problems.Lines.Count == 0;
    }

    private static void Build(PackageDescription package, string format, string root, string output, NfpmProblems problems)
    {
        var work = Directory.CreateTempSubdirectory("gitedge-package-");
        try
        {
            var request = new BuildRequest(root, work.FullName, output, BuildTime.Now);
            var path = format == "deb" ? DebPackager.Build(package, request, problems) : RpmPackager.Build(package, request, problems);
            if (path is not null)
                Console.WriteLine(path);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
