using System.CommandLine;
using System.Globalization;
using GitEdge.Core.Primitives;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Golden;

/// <summary><c>gitedge-inference golden record</c>.</summary>
internal static class GoldenCommand
{
    private const int WrongCommandLine = 2;
    private const int Refused = 3;

    public static Command Create() => new("golden", "Recorded cases: what a good model answers.") { Recording() };

    private static Command Recording()
    {
        var model = new Option<string>("--model") { Description = "The ONNX file whose answers are right.", Required = true };
        var target = new Option<string>("--out") { Description = "Folder for the test_data_set_<n> folders, without any yet.", Required = true };
        var inputs = new Option<string?>("--inputs")
        {
            Description = "Folder with inputs: test_data_set_<n>/input_<i>.pb, or <input>.npy files, or folders of such files.",
        };
        var random = new Option<int>("--random") { Description = "Number of cases to make up." };
        var seed = new Option<int>("--seed") { Description = "Seed for made-up cases; the same seed makes the same cases." };
        var shapes = new Option<string[]>("--shape") { Description = "name=1,512: the shape of a made-up input; open axes are 1 otherwise." };
        var values = new Option<string[]>("--value") { Description = "name=16000: one value for all elements of a made-up input." };
        var outputs = new Option<string[]>("--output") { Description = "An output to record, repeatable; all when not given." };
        var command = new Command("record", """
            Run a model on inputs and write inputs and answers as golden cases.
            Example: gitedge-inference golden record --model vad.onnx --random 5 --shape input=1,512 --shape state=2,1,128 --value sr=16000 --out golden/vad
            """)
        { model, target, inputs, outputs, random, seed, shapes, values };
        command.SetAction(result => Run(() => new RecordOptions
        {
            Model = result.GetValue(model)!,
            Out = result.GetValue(target)!,
            Inputs = result.GetValue(inputs),
            Outputs = result.GetValue(outputs) ?? [],
            Random = result.GetValue(random),
            Synthetic = new SyntheticOptions
            {
                Seed = result.GetValue(seed),
                Shapes = Pairs(result.GetValue(shapes), text => (long[])[.. text.Split(',').Select(part => long.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))]),
                Values = Pairs(result.GetValue(values), text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            },
        }));
        return command;
    }

    private static int Run(Func<RecordOptions> options)
    {
        RecordOptions asked;
        try
        {
            asked = options();
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine($"golden record: {e.Message}");
            return WrongCommandLine;
        }
        try
        {
            var sets = GoldenRecorder.Record(asked);
            Console.WriteLine(GoldenTable.Write(sets));
            Console.WriteLine($"{sets.Count} cases written to {asked.Out}");
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"golden record: {ControlText.Brief(e.Message, 2 * ControlText.Longest)}");
            return Refused;
        }
    }

    private static Dictionary<string, T> Pairs<T>(string[]? pairs, Func<string, T> read)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
        {
            // The last '=': a name may contain one, a shape or value does not.
            var at = pair.LastIndexOf('=');
            try
            {
                found[pair[..Math.Max(at, 0)]] = at > 0 ? read(pair[(at + 1)..]) : throw new FormatException("no name");
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new InvalidDataException($"'{pair}' is not name=value: {e.Message}", e);
            }
        }
        return found;
    }
}
