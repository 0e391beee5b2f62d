using System.CommandLine;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Demo;

/// <summary><c>gitedge demo</c>: the whole job on this machine, with real commands, keys and models.</summary>
internal static class DemoCommand
{
    private const string Examples = """
        gitedge demo --models node_modules/@ricky0123/vad-web/dist    the story, in a temporary folder
        gitedge demo --models DIR --keep /tmp/demo                    the same, and leave everything there to look at
        """;

    private const string ExitCodes = """
        0    everything that was shown happened
        1    something did not; the last lines say what was expected and what was seen
        130  stopped with Ctrl-C
        """;

    public static Command Create(TimeProvider? time = null)
    {
        var keep = new Option<string?>("--keep") { Description = "Work in this folder, which must be empty or new, and leave it.", HelpName = "DIR" };
        var fast = new Option<bool>("--fast") { Description = "Shorter probation." };
        var inference = new Option<string>("--inference") { Description = "The executable gitedge-inference.", HelpName = "FILE", DefaultValueFactory = _ => InferenceProgram.Find() };
        var models = new Option<string>("--models") { Description = "Folder with silero_vad_v5.onnx, silero_vad_v6.onnx and silero_vad_legacy.onnx, as in npm's @ricky0123/vad-web.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var speech = new Option<string>("--speech") { Description = "Folder with spoken .wav files; Debian's alsa-utils brings some.", HelpName = "DIR", DefaultValueFactory = _ => "/usr/share/sounds/alsa" };
        var clients = new Option<int>("--clients") { Description = "How many clients send speech, 1 to 64.", HelpName = "N", DefaultValueFactory = _ => 8 };
        clients.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--clients must be from 1 to 64.");
        });
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                result.AddError($"--keep {folder}: the folder is not empty; name an empty or a new one.");
        });
        var command = new Command("demo", "Show the whole job on this machine: signed releases, the gate, a switch under load, rollback, attacks and disasters.")
        {
            keep, fast, inference, models, speech, clients,
        };
        command.SetAction((parsed, cancellation) => new DemoRun(
            new DemoOptions
            {
                Keep = parsed.GetValue(keep),
                Fast = parsed.GetValue(fast),
                Inference = Path.GetFullPath(parsed.GetRequiredValue(inference)),
                Models = Path.GetFullPath(parsed.GetRequiredValue(models)),
                Speech = Path.GetFullPath(parsed.GetRequiredValue(speech)),
                Clients = parsed.GetValue(clients),
            },
            Terminal.For(parsed.InvocationConfiguration.Output),
            time ?? TimeProvider.System).RunAsync(cancellation));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }
}
