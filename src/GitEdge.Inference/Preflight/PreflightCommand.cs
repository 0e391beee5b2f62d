using System.CommandLine;
using System.Text.Json;
using GitEdge.Core.Health;

namespace GitEdge.Inference.Preflight;

/// <summary><c>gitedge-inference preflight</c>: one trial, one verdict.</summary>
internal static class PreflightCommand
{
    // The parent's own clock comes first; this is for the day it is stuck.
    private static readonly TimeSpan ParentsGrace = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var request = new Option<string>("--request")
        {
            Description = "JSON file that says what to try (PreflightRequest): name, candidate, digest, size, and the gates; - reads it from standard input.",
            Required = true,
        };
        var parent = new Option<int?>("--parent")
        {
            Description = "Process id of the parent: end with it, run at low priority, be the first to go when memory runs out.",
        };
        var command = new Command("preflight", """
            Try a model before it serves: load it, run recorded cases, measure latency and memory beside the running model.
            Prints one JSON verdict. Exit code 0: passed; 10: refused; 70: the trial itself did not work; 142: timed out.
            Run it in a process that may die: a model may crash, hang, or eat memory.
            Example: gitedge-inference preflight --request request.json
            """)
        { request, parent };
        command.SetAction(result => Run(result.GetValue(request)!, result.GetValue(parent)));
        return command;
    }

    private static int Run(string requestFile, int? parent)
    {
        // By hand its output may go into a file, which a limit on files would forbid.
        if (parent is { } id && !(OwnProcess.TryTieTo(id) && OwnProcess.TryConfine()))
            return PreflightVerdict.ExitInternal;
        var verdict = Verdict(requestFile, tied: parent is not null).Bounded();
        using var output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, verdict, HealthJson.Default.PreflightVerdict);
        output.WriteByte((byte)'\n');
        return verdict.ExitCode;
    }

    private static byte[] Read(string requestFile)
    {
        if (requestFile != "-")
            return File.ReadAllBytes(requestFile);
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static PreflightVerdict Verdict(string requestFile, bool tied)
    {
        PreflightRequest request;
        try
        {
            request = JsonSerializer.Deserialize(Read(requestFile), HealthJson.Default.PreflightRequest)
                ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return PreflightVerdict.Refuse(PreflightReason.InternalError, $"{requestFile} is no request: {e.Message}",
                "Give a JSON file with name, candidate, digest, size, tolerance and timeoutSeconds.");
        }
        if (!(request.TimeoutSeconds > 0))
            return PreflightVerdict.Refuse(PreflightReason.InternalError, $"{requestFile}: timeoutSeconds must be above 0.", "Give the seconds a trial may take.");
        OwnProcess.EndAfter(TimeSpan.FromSeconds(request.TimeoutSeconds) + (tied ? ParentsGrace : TimeSpan.Zero));
        return new PreflightTrial(request, phase => Console.Error.WriteLine(TrialPhase.Mark + phase)).Run();
    }
}
