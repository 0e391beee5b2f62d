using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Manual;

namespace GitEdge.Packaging;

/// <summary><c>manual</c>: the manual pages of both programs, of what they say themselves.</summary>
internal static class ManualCommand
{
    private static readonly string[] s_services = ["gitedge-agent", "gitedge-helper"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var agent = new Option<string>("--agent") { Description = "The executable gitedge.", Required = true };
        var inference = new Option<string>("--inference") { Description = "The executable gitedge-inference.", Required = true };
        var schema = new Option<string>("--schema") { Description = "The JSON Schema of agent.yaml.", Required = true };
        var example = new Option<string>("--example") { Description = "An example of agent.yaml.", Required = true };
        var output = new Option<string>("--out") { Description = "Where the pages go; what is there already is removed.", Required = true };
        var command = new Command("manual", "Writes the manual pages, compressed.") { agent, inference, schema, example, output };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Agent(parsed.GetRequiredValue(agent), folder, parsed.GetRequiredValue(schema), parsed.GetRequiredValue(example));
            Inference(parsed.GetRequiredValue(inference), folder);
        });
        return command;
    }

    private static void Agent(string program, string folder, string schema, string example)
    {
        const string SeeAlso = "gitedge(1), gitedge-agent(8), gitedge-agent.yaml(5), gitedge-inference(8)";
        var (help, source) = Ask("gitedge", program);
        var manual = new ProgramManual(source, BuildTime.Now);
        Write(folder, "gitedge", 1, manual.Overview(help, SectionOf, SeeAlso));
        foreach (var command in help.Subcommands)
        {
            var name = command.Command.Replace(' ', '-');
            Write(folder, name, SectionOf(name), manual.Whole(command, SectionOf(name), SeeAlso));
        }
        Write(folder, "gitedge-agent.yaml", 5, ConfigurationManual.Of(
            "gitedge-agent.yaml", source, BuildTime.Now, JsonNode.Parse(File.ReadAllText(schema))!.AsObject(), File.ReadAllText(example)));
    }

    private static void Inference(string program, string folder)
    {
        var (help, source) = Ask("gitedge-inference", program);
        Write(folder, "gitedge-inference", 8, new ProgramManual(source, BuildTime.Now).Whole(help, 8, "gitedge(1), gitedge-agent(8)"));
    }

    private static int SectionOf(string name) => s_services.Contains(name) ? 8 : 1;

    private static (HelpText Help, string Source) Ask(string name, string program) =>
        (HelpText.Of(name, [], arguments => Run(program, arguments)), $"{name} {Run(program, ["--version"]).Trim().Split('+')[0]}");

    private static string Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static void Write(string folder, string name, int section, string page)
    {
        var below = Directory.CreateDirectory(Path.Combine(folder, $"man{section}")).FullName;
        using var file = File.Create(Path.Combine(below, $"{name}.{section}.gz"));
        using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
        gzip.Write(Encoding.UTF8.GetBytes(page));
    }
}
