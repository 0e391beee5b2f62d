using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Selftest;

/// <summary>Has models served one after another and holds what they answer against what is recorded.</summary>
/// <param name="server">The server.</param>
/// <param name="root">The folder it serves from.</param>
/// <param name="tolerance">How far floating-point outputs may be off.</param>
internal sealed class SelftestRun(ServerProcess server, string root, Tolerance tolerance)
{
    // One name; each model is another version of it.
    private const string Model = "m";
    private const int Most = 3;

    private long _version;

    /// <summary>Tests one model.</summary>
    public ModelReport Test(ModelFolder folder)
    {
        var version = ++_version;
        var link = Path.Combine(root, "slots", "a", "models", Model, version.ToString(CultureInfo.InvariantCulture), "model.onnx");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, Path.GetFullPath(folder.File));
        try
        {
            return Load(folder, version) ?? Compare(folder, version);
        }
        finally
        {
            // Also after the server died: the next one loads what it finds here.
            Directory.Delete(Path.GetDirectoryName(link)!, recursive: true);
            if (server.IsRunning)
                server.Call($"v2/repository/models/{Model}/unload", Encoding.UTF8.GetBytes($$$"""{"parameters":{"version":"{{{version}}}","force":true}}"""));
        }
    }

    private ModelReport? Load(ModelFolder folder, long version)
    {
        if (Objection(folder) is { } objection)
            return objection;
        var loaded = server.Call($"v2/repository/models/{Model}/load", Encoding.UTF8.GetBytes($$$"""{"parameters":{"version":"{{{version}}}"}}"""));
        if (loaded.Fault is not null)
            return Report(folder, SelftestOutcome.Failed, loaded.Fault);
        if (loaded.Status == 200)
            return null;
        var (code, error) = ((string?)JsonOf(loaded)?["code"], ErrorOf(loaded));
        var unsupported = code is PreflightReason.UnsupportedModel or PreflightReason.UnsupportedOperator or PreflightReason.ExternalData;
        return Report(folder, unsupported ? SelftestOutcome.Unsupported : OutcomeOf(error), $"{code}: {error}");
    }

    private ModelReport Compare(ModelFolder folder, long version)
    {
        var metadata = server.Call($"v2/models/{Model}/versions/{version}", null);
        if (metadata.Status != 200 || JsonOf(metadata) is not { } model)
            return Report(folder, SelftestOutcome.Failed, metadata.Fault ?? ErrorOf(metadata));
        if (model["gitedge"]!["unsupportedOutputs"]!.AsArray() is [{ } strange, ..])
            return Report(folder, SelftestOutcome.Unsupported, $"output '{strange}' is no tensor of a type that the protocol carries");
        var sets = GoldenFolder.Read(folder.Directory, out var errors);
        if (errors.Count > 0)
            return Report(folder, SelftestOutcome.Failed, string.Join("; ", errors.Take(Most)));
        var (inputs, outputs) = (NamesOf(model["inputs"]!), NamesOf(model["outputs"]!));
        var cases = new List<CaseReport>();
        var outcome = SelftestOutcome.Passed;
        foreach (var set in sets)
        {
            var done = RunCase(set, version, inputs, outputs);
            cases.Add(done);
            if (!done.Passed && outcome != SelftestOutcome.Failed)
                outcome = OutcomeOf(done.Reason!);
        }
        return ModelReport.Of(folder.Name, outcome, cases.Find(done => !done.Passed) is { } first ? $"{first.Set}: {first.Reason}" : null, cases);
    }

    private CaseReport RunCase(GoldenSet set, long version, string[] inputs, string[] outputs)
    {
        if (Named(set.Inputs, inputs) is not { } given || Named(set.Outputs, outputs) is not { } expected)
            return Failed(set, $"{set.Inputs.Count} inputs and {set.Outputs.Count} outputs are recorded, the model has {inputs.Length} and {outputs.Length}");
        if (expected.Count == 0)
            return Failed(set, "no output is recorded");
        var request = TensorExchange.Request(given, expected.Select(output => output.Name), out var header);
        var reply = server.Call($"v2/models/{Model}/versions/{version}/infer", request, header);
        if (reply.Fault is not null || reply.Status != 200)
            return Failed(set, reply.Fault ?? $"{reply.Status}: {ErrorOf(reply)}");
        try
        {
            return Judge(set, expected, TensorExchange.Answer(reply.Body, reply.Header));
        }
        catch (InvalidDataException e)
        {
            return Failed(set, e.Message);
        }
    }

    private CaseReport Judge(GoldenSet set, IReadOnlyList<GoldenTensor> expected, IReadOnlyList<GoldenTensor> answer)
    {
        if (!expected.Select(output => output.Name).SequenceEqual(answer.Select(output => output.Name)))
            return Failed(set, $"asked for {string.Join(", ", expected.Select(output => output.Name))}, got {string.Join(", ", answer.Select(output => output.Name))}");
        var (worst, result) = expected.Zip(answer, (one, other) => (Output: one, Result: GoldenComparison.Compare(one, other, tolerance)))
            .OrderBy(pair => pair.Result.Passed).ThenByDescending(pair => pair.Result.Difference).First();
        var at = result.Index is { } index ? $" at {TensorIndex.Write(index, worst.Shape)}" : "";
        return new CaseReport
        {
            Set = set.Name,
            Output = worst.Name,
            Difference = result.Difference,
            Reason = result.Passed ? null : ControlText.Brief($"output '{worst.Name}'{at}: {result.Text}"),
        };
    }

    // The place decides, as in ONNX's own tests, unless each name is one of the model's.
    private static List<GoldenTensor>? Named(IReadOnlyList<GoldenTensor> tensors, string[] names)
    {
        if (tensors.All(tensor => names.Contains(tensor.Name, StringComparer.Ordinal)) && tensors.DistinctBy(tensor => tensor.Name).Count() == tensors.Count)
            return [.. tensors];
        return tensors.Count <= names.Length ? [.. tensors.Select((tensor, i) => tensor with { Name = names[i] })] : null;
    }

    private static string[] NamesOf(JsonNode tensors) => [.. tensors.AsArray().Select(tensor => (string)tensor!["name"]!)];

    private static ModelReport? Objection(ModelFolder folder)
    {
        try
        {
            var misfit = FitCheck.Opset(OnnxHeader.Parse(File.ReadAllBytes(folder.File)).Opset, TrialRuntime.MaximumOpset);
            return misfit is null ? null : Report(folder, SelftestOutcome.Unsupported, misfit.Message);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Report(folder, SelftestOutcome.Failed, $"{Path.GetFileName(folder.File)} can not be read: {e.Message}");
        }
    }

    private static SelftestOutcome OutcomeOf(string message) =>
        RuntimeFault.IsNotImplemented(message) ? SelftestOutcome.Unsupported : SelftestOutcome.Failed;

    private static string ErrorOf(ServerReply reply) =>
        (string?)JsonOf(reply)?["error"] ?? string.Create(CultureInfo.InvariantCulture, $"an answer with status {reply.Status} that is not the protocol's");

    private static JsonNode? JsonOf(ServerReply reply)
    {
        try
        {
            return JsonNode.Parse(reply.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CaseReport Failed(GoldenSet set, string reason) => new() { Set = set.Name, Reason = ControlText.Brief(reason) };

    private static ModelReport Report(ModelFolder folder, SelftestOutcome outcome, string reason) =>
        ModelReport.Of(folder.Name, outcome, ControlText.Brief(reason, 2 * ControlText.Longest), []);
}
