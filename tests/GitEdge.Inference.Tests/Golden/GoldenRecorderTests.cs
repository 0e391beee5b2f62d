using GitEdge.Core.Primitives;
using GitEdge.Inference.Golden;

namespace GitEdge.Inference.Tests.Golden;

public sealed class GoldenRecorderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Made_up_cases_hold_what_the_model_answers()
    {
        var sets = GoldenRecorder.Record(Linear() with { Random = 3 });
        var back = GoldenFolder.Read(_directory["out"], out var errors);

        Assert.Empty(errors);
        Assert.Equal(3, back.Count);
        Assert.True(sets[0].Inputs[0].HasSameValues(back[0].Inputs[0]));
        var (x, y) = (Floats(back[0].Inputs[0]), Floats(back[0].Outputs[0]));
        Assert.All(x.Zip(y), pair => Assert.Equal((pair.First * 2) + 1, pair.Second, 1e-6));
        Assert.Equal($"recorded from {Sha256Digest.Of(TrialModels.Linear(2, 1))} on ONNX Runtime 1.27.0", back[0].Outputs[0].Origin);
        Assert.False(back[0].HasSameInputs(back[1]));
    }

    [Fact]
    public void Same_seed_makes_the_same_cases()
    {
        var first = GoldenRecorder.Record(Linear() with { Random = 1, Synthetic = new SyntheticOptions { Seed = 7 } });
        var second = GoldenRecorder.Record(Linear() with { Random = 1, Synthetic = new SyntheticOptions { Seed = 7 }, Out = _directory["again"] });
        var third = GoldenRecorder.Record(Linear() with { Random = 1, Synthetic = new SyntheticOptions { Seed = 8 }, Out = _directory["other"] });

        Assert.True(first[0].HasSameInputs(second[0]));
        Assert.False(first[0].HasSameInputs(third[0]));
    }

    [Fact]
    public void Inputs_are_taken_from_numpy_files_and_from_recorded_cases()
    {
        Directory.CreateDirectory(_directory["npy"]);
        Npy.Write(_directory["npy", "x.npy"], "<f4", "(1, 3)", [.. new[] { 1f, 2f, 3f }.SelectMany(BitConverter.GetBytes)]);
        var first = GoldenRecorder.Record(Linear() with { Inputs = _directory["npy"] });
        Assert.Equal([3, 5, 7], Floats(first[0].Outputs[0]));

        _directory.Write("bytes", "");
        File.WriteAllBytes(_directory["other.onnx"], TrialModels.Linear(10));
        var second = GoldenRecorder.Record(Linear() with { Model = _directory["other.onnx"], Inputs = _directory["out"], Out = _directory["out2"] });
        Assert.Equal([10, 20, 30], Floats(second[0].Outputs[0]));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_written()
    {
        Assert.Equal("there are no inputs; give --inputs DIR, --random N, or both", Refusal(Linear()));
        Assert.Equal($"{_directory["none"]}: there is no such folder", Refusal(Linear() with { Inputs = _directory["none"] }));
        Assert.Equal("the model has no output 'z'; it has y", Refusal(Linear() with { Random = 1, Outputs = ["z"] }));
        Assert.Equal("the model has no input 'q'; it has x FP32[-1,3]",
            Refusal(Linear() with { Random = 1, Synthetic = new SyntheticOptions { Values = new Dictionary<string, double> { ["q"] = 1 } } }));
        Assert.Equal("[1,4] does not fit input x FP32[-1,3]",
            Refusal(Linear() with { Random = 1, Synthetic = new SyntheticOptions { Shapes = new Dictionary<string, long[]> { ["x"] = [1, 4] } } }));
        Assert.False(Directory.Exists(_directory["out"]));
    }

    [Fact]
    public void Cases_that_are_there_are_never_mixed_with_new_ones()
    {
        GoldenRecorder.Record(Linear() with { Random = 1 });

        Assert.EndsWith("has recorded cases already; give an empty folder, or remove them first", Refusal(Linear() with { Random = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Command_prints_a_table_and_errors_without_a_stack_trace()
    {
        var options = Linear();
        var good = Tool.Try(Binaries.Inference, ["golden", "record", "--model", options.Model, "--out", options.Out, "--random", "2", "--shape", "x=4,3", "--value", "x=0.5", "--output", "y"]);
        var bad = Tool.Try(Binaries.Inference, ["golden", "record", "--model", options.Model, "--out", options.Out, "--shape", "x"]);

        Assert.Equal(0, good.ExitCode);
        Assert.Equal(
            $"""
            CASE             ROLE    TENSOR  TYPE  SHAPE  REMARK
            test_data_set_0  input   x       FP32  [4,3]
            test_data_set_0  output  y       FP32  [4,3]
            test_data_set_1  input   x       FP32  [4,3]
            test_data_set_1  output  y       FP32  [4,3]
            2 cases written to {options.Out}

            """, good.Output);
        Assert.Equal((2, "golden record: 'x' is not name=value: no name\n"), (bad.ExitCode, bad.Errors));
    }

    public void Dispose() => _directory.Dispose();

    private RecordOptions Linear()
    {
        File.WriteAllBytes(_directory["linear.onnx"], TrialModels.Linear(2, 1));
        return new RecordOptions { Model = _directory["linear.onnx"], Out = _directory["out"] };
    }

    private static float[] Floats(GoldenTensor tensor) => [.. tensor.Data.Chunk(4).Select(bytes => BitConverter.ToSingle(bytes))];

    private static string Refusal(RecordOptions options) => Assert.Throws<InvalidDataException>(() => GoldenRecorder.Record(options)).Message;
}
