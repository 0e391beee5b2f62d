using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge golden record</c>: hands over to the model server's executable, which has the runtime.</summary>
internal static class GoldenCommand
{
    private const string Examples = """
        gitedge golden record --model vad.onnx --inputs recorded/ --out golden/vad
        gitedge golden record --model vad.onnx --random 5 --shape input=1,512 --shape state=2,1,128 --value sr=16000 --out golden/vad
        gitedge-inference golden record --help          every option
        """;

    private const string ExitCodes = """
        0  recorded
        1  gitedge-inference could not be started
        2  the command line is wrong
        3  the model or the inputs are not acceptable; nothing is left half written under a case's name
        """;

    /// <summary>The command.</summary>
    public static Command Create() => new("golden", "Recorded cases: what a good model answers.") { Recording() };

    private static Command Recording()
    {
        var inference = new Option<string>("--inference")
        {
            Description = "The executable gitedge-inference.",
            HelpName = "FILE",
            DefaultValueFactory = _ => InferenceProgram.Find(),
        };
        var command = new Command("record",
            "Run a model that is right on inputs, and write inputs and answers as golden cases for preflight.\n"
            + "Takes the options of 'gitedge-inference golden record': --model FILE, --out DIR, --inputs DIR, --random N, --seed N,\n"
            + "--shape NAME=1,512, --value NAME=16000, --output NAME.")
        { inference };
        // Not declared here: only their order and text matter, and the child checks them.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(inference)!, ["golden", "record", .. parsed.UnmatchedTokens],
            parsed.InvocationConfiguration.Error, cancellation));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    /// <summary>The child writes to this program's own streams.</summary>
    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            using var child = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
            // Ctrl-C reaches the child by itself; it says how it ended.
            await child.WaitForExitAsync(cancellation);
            return child.ExitCode;
        }
        catch (Win32Exception e)
        {
            errors.WriteLine($"error: '{program}' cannot be started: {e.Message}; fix: install gitedge-inference, or name it with --inference FILE");
            return (int)ExitCode.Failure;
        }
    }
}
