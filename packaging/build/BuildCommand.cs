using System.CommandLine;
using System.Globalization;
using GitEdge.Packaging.Deb;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Nfpm;
using GitEdge.Packaging.Rpm;

namespace GitEdge.Packaging;

/// <summary>The command line: nfpm files in, packages out.</summary>
internal static class BuildCommand
{
    /// <summary>The command. Exit code 0, or 1 when a package could not be built; then every problem is on standard error.</summary>
    public static RootCommand Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "nfpm files, relative to the working copy.", Arity = ArgumentArity.OneOrMore };
        var root = new Option<string>("--root") { Description = "The working copy's top folder.", DefaultValueFactory = _ => Environment.CurrentDirectory };
        var output = new Option<string>("--out") { Description = "Where the packages go.", DefaultValueFactory = _ => "artifacts/packages" };
        var version = new Option<string?>("--version") { Description = "A version instead of that of the files." };
        var format = new Option<string[]>("--format") { Description = "deb or rpm; both by default.", DefaultValueFactory = _ => ["deb", "rpm"] }.AcceptOnlyFromAmong("deb", "rpm");
        var command = new RootCommand("Builds the packages that nfpm files describe.") { files, root, output, format };
        // The root command brings a --version of its own, which says the tool's.
        command.Options.Remove(command.Options.OfType<VersionOption>().Single());
        command.Options.Add(version);
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
            var request = new BuildRequest(root, work.FullName, output, Time());
            var path = format == "deb" ? DebPackager.Build(package, request, problems) : RpmPackager.Build(package, request, problems);
            if (path is not null)
                Console.WriteLine(path);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // reproducible-builds.org/docs/source-date-epoch; without it the packages say the beginning of time, not a time of their own.
    private static DateTimeOffset Time() => DateTimeOffset.FromUnixTimeSeconds(
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
}
