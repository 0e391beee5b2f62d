using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Selftest;

/// <summary><c>gitedge-inference selftest</c>.</summary>
internal static class SelftestCommand
{
    private const int SomethingFailed = 1;
    private const int NothingToTest = 3;
    private const int SomethingUnsupported = 4;

    private const double Most = 1e6;

    public static Command Create()
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "A model's folder in ONNX's test layout, or a folder of such folders, however deep." };
        var relative = Positive("--rtol", 1e-3, "A floating-point output may be off by atol + rtol·|recorded|. Whole numbers and texts must be equal.");
        var absolute = Positive("--atol", 1e-7, "See --rtol. The defaults of both are those of ONNX's own tests.");
        var seconds = Positive("--timeout-seconds", 120, "How long loading a model, or one request to it, may take.");
        var json = new Option<bool>("--json") { Description = "Print the report as JSON, for scripts." };
        var command = new Command("selftest", """
            Serve every model of a folder over HTTP and compare what it answers with what is recorded.
            It tells whether this server, with this runtime, on this device, does with your models what it should.
            A model's folder has model.onnx and test_data_set_<n> folders with input_<i>.pb and output_<i>.pb, as 'golden record' writes them and ONNX's own tests have them.
            The server is one of its own, on a socket in the temporary folder; one that is running is left alone.
            Exit code 0: all passed; 1: something failed, or could not be tested; 3: no model is there; 4: nothing failed, but something is unsupported.
            Example: gitedge-inference selftest onnx/backend/test/data/node
            Example: gitedge-inference selftest --rtol 0.01 --json models > report.json
            """)
        { directory, relative, absolute, seconds, json };
        command.SetAction(result => Run(
            result.GetRequiredValue(directory).FullName,
            new Tolerance { Relative = result.GetValue(relative), Absolute = result.GetValue(absolute) },
            TimeSpan.FromSeconds(result.GetValue(seconds)),
            result.GetValue(json)));
        return command;
    }

    private static int Run(string directory, Tolerance tolerance, TimeSpan patience, bool json)
    {
        try
        {
            var folders = ModelFolder.In(directory);
            if (folders.Count == 0)
            {
                Console.Error.WriteLine($"selftest: there is no model.onnx in {directory} or below it");
                return NothingToTest;
            }
            var report = new SelftestReport(directory, TrialRuntime.Version, TrialRuntime.Provider, tolerance.Relative!.Value, tolerance.Absolute!.Value,
                Test(folders, tolerance, patience));
            Console.WriteLine(json ? JsonSerializer.Serialize(report, SelftestJson.Readable.SelftestReport) : SelftestTable.Write(report));
            return report.Failed > 0 ? SomethingFailed : report.Unsupported > 0 ? SomethingUnsupported : 0;
        }
        catch (DirectoryNotFoundException)
        {
            Console.Error.WriteLine($"selftest: there is no folder {directory}");
            return NothingToTest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"selftest: {ControlText.Brief(e.Message, 2 * ControlText.Longest)}");
            return SomethingFailed;
        }
    }

    private static List<ModelReport> Test(IReadOnlyList<ModelFolder> folders, Tolerance tolerance, TimeSpan patience)
    {
        var root = Directory.CreateTempSubdirectory("gitedge-selftest-").FullName;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Directory.Delete(root, recursive: true));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Directory.Delete(root, recursive: true));
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "slots", "a"));
            Directory.CreateSymbolicLink(Path.Combine(root, "active"), Path.Combine("slots", "a"));
            using var server = new ServerProcess(root, patience);
            var run = new SelftestRun(server, root, tolerance);
            return [.. folders.Select(run.Test)];
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static Option<double> Positive(string name, double standard, string description) => new(name)
    {
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (>= 0 and <= Most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from 0 to {Most}, got '{text}'."));
            return value;
        },
        HelpName = "N",
        Description = description,
    };
}
