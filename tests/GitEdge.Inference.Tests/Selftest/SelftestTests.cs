using System.Diagnostics;
using System.Text.Json.Nodes;
using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime.Tensors;
using static GitEdge.Inference.Tests.Selftest.SelftestTree;

namespace GitEdge.Inference.Tests.Selftest;

public sealed class SelftestTests : IDisposable
{
    private readonly SelftestTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Every_type_comes_back_as_it_was_recorded()
    {
        foreach (var type in TestTensors.Types)
        {
            var tensor = type == OnnxType.String
                ? Texts("x", "", "a", "ü€😀")
                : Tensor("x", (TensorElementType)(int)type, [2, 3], TestTensors.Binary(type));
            _tree.Model($"node/test_{type}", OnnxModelBuilder.Identity(type, type == OnnxType.String ? [-1] : [2, -1]))
                .Case($"node/test_{type}", 0, [tensor], tensor with { Name = "y" });
        }
        var (exit, rows, summary) = _tree.Table();
        Assert.Equal(0, exit);
        Assert.All(rows, row => Assert.Equal(("passed", "1/1"), (row[0], row[1])));
        Assert.Equal(TestTensors.Types.Select(type => $"node/test_{type}").Order(StringComparer.Ordinal), rows.Select(row => row[2]));
        Assert.StartsWith($"{TestTensors.Types.Count} passed, 0 failed, 0 unsupported, on ONNX Runtime 1.", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_empty_tensors_models_without_inputs_and_values_beyond_numbers_pass()
    {
        _tree.Model("scalar", OnnxModelBuilder.Identity(OnnxType.Float)).Case("scalar", 0, [Floats("x", [], 2.5f)], Floats("y", [], 2.5f))
            .Model("empty", OnnxModelBuilder.Identity(OnnxType.Float, -1, 3)).Case("empty", 0, [Floats("x", [0, 3])], Floats("y", [0, 3]))
            .Model("nothing", TestModels.Constant()).Case("nothing", 0, [], Floats("y", [2], 1, 2))
            .Model("beyond", OnnxModelBuilder.Identity(OnnxType.Float, 3))
            .Case("beyond", 0, [Floats("x", [3], float.NaN, float.PositiveInfinity, -0f)], Floats("y", [3], float.NaN, float.PositiveInfinity, 0));
        Assert.Equal((0, 4), (_tree.Table() is var (exit, rows, _) ? exit : -1, rows.Length));
    }

    [Fact]
    public void Tensors_without_names_or_with_others_than_the_models_are_taken_by_their_place()
    {
        var inputs = new[] { Tensor("", TensorElementType.UInt32, [2, 2], TestTensors.Bytes(1u, 2u, 3u, 4u)), Tensor("", TensorElementType.Bool, [3], [1, 0, 1]) };
        var right = Floats("", [3, 2], 1, 2, 0, 0, 1, 2);
        _tree.Model("spec", TestModels.OfSpecification())
            .Case("spec", 0, inputs, right)
            .Case("spec", 1, [inputs[0] with { Name = "0" }, inputs[1] with { Name = "input0" }], right with { Name = "z" })
            .Case("spec", 2, [inputs[1] with { Name = "input1" }, inputs[0] with { Name = "input0" }], right with { Name = "output0" });
        var (exit, rows, _) = _tree.Table();
        Assert.Equal((0, "3/3"), (exit, rows.Single()[1]));
    }

    [Fact]
    public void One_output_of_several_may_be_recorded_alone()
    {
        _tree.Model("two", TestModels.TwoOutputs()).Case("two", 0, [Floats("x", [1], 2)], Floats("same", [1], 2));
        Assert.Equal(0, _tree.Run().ExitCode);
    }

    [Fact]
    public void Answer_that_is_not_the_recorded_one_fails_and_says_where()
    {
        _tree.Model("good", TrialModels.Linear(2)).Case("good", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6))
            .Model("wrong", TrialModels.Linear(2))
            .Case("wrong", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6))
            .Case("wrong", 1, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 7))
            .Model("shape", TrialModels.Linear(2)).Case("shape", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [3], 2, 4, 6))
            .Model("text", OnnxModelBuilder.Identity(OnnxType.String, -1)).Case("text", 0, [Texts("x", "a")], Texts("y", "b"));
        var (exit, rows, summary) = _tree.Table();
        Assert.Equal(1, exit);
        Assert.Equal(["good passed 1/1", "shape failed 0/1", "text failed 0/1", "wrong failed 1/2"], rows.Select(row => $"{row[2].Split(' ')[0]} {row[0]} {row[1]}"));
        Assert.Contains("test_data_set_1: output 'y' at [0,2]: ", rows[3][3], StringComparison.Ordinal);
        Assert.Contains("it is y FP32[1,3], recorded is y FP32[3]", rows[1][3], StringComparison.Ordinal);
        Assert.StartsWith("1 passed, 3 failed, 0 unsupported", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0009f, 0)]
    [InlineData(1.0011f, 1)]
    [InlineData(1.0011f, 0, "--rtol", "0.01")]
    [InlineData(1.0011f, 0, "--rtol", "0", "--atol", "0.01")]
    [InlineData(1.0009f, 1, "--rtol", "0")]
    public void Tolerance_is_that_of_onnx_unless_another_is_given(float answer, int exit, params string[] arguments)
    {
        _tree.Model("one", OnnxModelBuilder.Identity(OnnxType.Float, 1)).Case("one", 0, [Floats("x", [1], answer)], Floats("y", [1], 1));
        Assert.Equal(exit, _tree.Run(arguments).ExitCode);
    }

    [Fact]
    public void What_can_not_be_served_is_unsupported_with_its_reason()
    {
        _tree.Model("good", TrialModels.Linear(2)).Case("good", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6))
            .Model("of-sequence", TestModels.OfSequence())
            .Model("sequence", TestModels.WithSequence())
            .Model("external", new OnnxModelBuilder().Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1)
                .Part(5, OnnxTensor.External("w", OnnxType.Float, [1], "weights")).Node("Add", ["x", "w"], ["y"]).Build())
            .Model("opset", TrialModels.Linear(2, opset: 99))
            .Model("foreign", new OnnxModelBuilder().Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("my.ops", "Mine", ["x"], ["y"])
                .Build(17, OnnxModelBuilder.Import("my.ops", 1)))
            .Model("kernel", new OnnxModelBuilder().Input("x", OnnxType.BFloat16, 1).Output("y", OnnxType.BFloat16, 1).Node("Neg", ["x"], ["y"]).Build());
        var (exit, rows, _) = _tree.Table();
        Assert.Equal(4, exit);
        var reasons = rows.ToDictionary(row => row[2].Split(' ')[0], row => $"{row[0]} {row.ElementAtOrDefault(3)}");
        Assert.StartsWith("unsupported unsupported-model: ", reasons["of-sequence"], StringComparison.Ordinal);
        Assert.Equal("unsupported output 'parts' is no tensor of a type that the protocol carries", reasons["sequence"]);
        Assert.StartsWith("unsupported external-data: ", reasons["external"], StringComparison.Ordinal);
        Assert.StartsWith("unsupported The model uses operator set 99", reasons["opset"], StringComparison.Ordinal);
        Assert.StartsWith("unsupported unsupported-operator: ", reasons["foreign"], StringComparison.Ordinal);
        Assert.StartsWith("unsupported load-failed: ", reasons["kernel"], StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_takes_the_server_down_or_hangs_fails_alone()
    {
        var least = TestTensors.Bytes(int.MinValue);
        _tree.Model("1-deadly", TrialModels.Quotient())
            .Case("1-deadly", 0, [Tensor("x", TensorElementType.Int32, [1], least), Tensor("z", TensorElementType.Int32, [1], TestTensors.Bytes(-1))], Tensor("y", TensorElementType.Int32, [1], least))
            .Model("2-good", TrialModels.Linear(2)).Case("2-good", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6))
            .Model("3-slow", TestModels.Turns()).Case("3-slow", 0, [Tensor("x", TensorElementType.Int64, [], TestTensors.Bytes(long.MaxValue))], Floats("y", [1], 1))
            .Model("4-good", TrialModels.Linear(2)).Case("4-good", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6));
        var (exit, rows, _) = _tree.Table("--timeout-seconds", "10");
        Assert.Equal(1, exit);
        Assert.Equal(["failed", "passed", "failed", "passed"], rows.Select(row => row[0]));
        Assert.EndsWith("test_data_set_0: the server died of signal 8", rows[0][3], StringComparison.Ordinal);
        Assert.EndsWith("test_data_set_0: no answer within 10 s", rows[2][3], StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_does_not_load_and_cases_that_are_none_fail()
    {
        var model = TrialModels.Linear(2);
        _tree.Model("1-broken", [1, 2, 3]).Model("2-bare", model).Model("3-damaged", model).Case("3-damaged", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6))
            .Model("4-inputs", model).Case("4-inputs", 0, [Floats("x", [1, 3], 1, 2, 3)])
            .Model("5-many", model).Case("5-many", 0, [Floats("x", [1, 3], 1, 2, 3), Floats("w", [1], 1)], Floats("y", [1, 3], 2, 4, 6));
        File.WriteAllText(Path.Combine(_tree.Path, "3-damaged", "test_data_set_0", "output_0.pb"), "<html>");
        var (exit, rows, _) = _tree.Table();
        Assert.Equal(1, exit);
        Assert.All(rows, row => Assert.Equal("failed", row[0]));
        Assert.Contains("model.onnx can not be read: ", rows[0][3], StringComparison.Ordinal);
        Assert.Contains("0 test_data_set_<n> folders", rows[1][3], StringComparison.Ordinal);
        Assert.Contains("not a protobuf message", rows[2][3], StringComparison.Ordinal);
        Assert.Contains("no output is recorded", rows[3][3], StringComparison.Ordinal);
        Assert.Contains("2 inputs and 1 outputs are recorded, the model has 1 and 1", rows[4][3], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_as_json_has_every_case()
    {
        _tree.Model("a/wrong", TrialModels.Linear(2)).Case("a/wrong", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6.5f));
        var result = _tree.Run("--json");
        var report = JsonNode.Parse(result.Output)!;
        Assert.Equal((1, 0, 1, 0), (result.ExitCode, (int)report["passed"]!, (int)report["failed"]!, (int)report["unsupported"]!));
        Assert.Equal("CPUExecutionProvider", (string)report["provider"]!);
        Assert.Equal(1e-3, (double)report["relativeTolerance"]!);
        var model = report["models"]!.AsArray().Single()!;
        Assert.Equal(("a/wrong", "failed"), ((string)model["name"]!, (string)model["result"]!));
        var one = model["cases"]!.AsArray().Single()!;
        Assert.Equal(("test_data_set_0", false, "y", 0.5), ((string)one["set"]!, (bool)one["passed"]!, (string)one["output"]!, (double)one["difference"]!));
    }

    [Fact]
    public void Folder_may_be_a_model_s_own_and_the_model_may_keep_its_name()
    {
        _tree.Model(".", TrialModels.Linear(2), "linear-2.onnx").Case(".", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6));
        var (exit, rows, _) = _tree.Table();
        Assert.Equal((0, Path.GetFileName(_tree.Path)), (exit, rows.Single()[2]));
    }

    [Fact]
    public void Real_model_meets_what_was_recorded_from_it()
    {
        Tool.Run(InferenceServerProcess.Executable(), ["golden", "record", "--model", Repository.Silero("v5"), "--random", "3", "--shape", "input=1,512",
            "--shape", "state=2,1,128", "--value", "sr=16000", "--out", Path.Combine(_tree.Path, "vad")]);
        _tree.Model("vad", File.ReadAllBytes(Repository.Silero("v5")));
        var (exit, rows, _) = _tree.Table();
        Assert.Equal((0, "3/3"), (exit, rows.Single()[1]));
    }

    [Fact]
    public void Nothing_to_test_is_told()
    {
        Assert.Equal(3, _tree.Run().ExitCode);
        var none = Tool.Try(InferenceServerProcess.Executable(), ["selftest", Path.Combine(_tree.Path, "none")]);
        Assert.Equal((3, true), (none.ExitCode, none.Errors.StartsWith("selftest: there is no folder ", StringComparison.Ordinal)));
        Assert.Equal(2, _tree.Run("--rtol", "-1").ExitCode);
        Assert.Equal(2, _tree.Run("--rtol", "x").ExitCode);
    }

    [Fact]
    public void Nothing_stays_behind()
    {
        using var temporary = new TempDirectory();
        _tree.Model("good", TrialModels.Linear(2)).Case("good", 0, [Floats("x", [1, 3], 1, 2, 3)], Floats("y", [1, 3], 2, 4, 6));
        var result = Tool.Try(InferenceServerProcess.Executable(), ["selftest", _tree.Path], environment: new Dictionary<string, string> { ["TMPDIR"] = temporary.Path });
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(temporary.Path), entry => Path.GetFileName(entry).StartsWith("gitedge-selftest-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_ends_with_a_selftest_that_is_killed()
    {
        _tree.Model("slow", TestModels.Turns()).Case("slow", 0, [Tensor("x", TensorElementType.Int64, [], TestTensors.Bytes(long.MaxValue))], Floats("y", [1], 1));
        using var temporary = new TempDirectory();
        var start = new ProcessStartInfo(InferenceServerProcess.Executable(), ["selftest", _tree.Path]) { UseShellExecute = false, Environment = { ["TMPDIR"] = temporary.Path } };
        using var selftest = Process.Start(start)!;
        var children = "";
        await Until.TrueAsync(() => (children = File.ReadAllText($"/proc/{selftest.Id}/task/{selftest.Id}/children").Trim()).Length > 0, "the server");
        selftest.Kill();
        await Until.TrueAsync(() => !Directory.Exists($"/proc/{children}"), "the server to end");
        await selftest.WaitForExitAsync();
    }
}
