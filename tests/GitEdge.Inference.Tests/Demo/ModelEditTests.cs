using GitEdge.Agent.Cli.Demo;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Demo;

public sealed class ModelEditTests
{
    private const float Threshold = 0.2f;

    private static readonly byte[] s_good = File.ReadAllBytes(Path.Combine(SourceTree(), "node_modules/@ricky0123/vad-web/dist/silero_vad_v6.onnx"));
    private static readonly byte[] s_faulty = ModelEdit.NotANumberAbove(s_good, "input", "output", Threshold);

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.1999)]
    public void Faulty_model_up_to_the_threshold_answers_as_the_good_one_bit_by_bit(float peak)
    {
        var (good, faulty) = (Run(s_good, peak), Run(s_faulty, peak));
        Assert.True(float.IsFinite(good.Output));
        Assert.Equal(BitConverter.SingleToInt32Bits(good.Output), BitConverter.SingleToInt32Bits(faulty.Output));
        Assert.Equal(good.State, faulty.State);
    }

    [Theory]
    [InlineData(0.21)]
    [InlineData(-0.21)]
    [InlineData(1)]
    public void Faulty_model_beyond_the_threshold_answers_NaN_and_leaves_the_state_alone(float peak)
    {
        var (good, faulty) = (Run(s_good, peak), Run(s_faulty, peak));
        Assert.True(float.IsFinite(good.Output));
        Assert.True(float.IsNaN(faulty.Output));
        Assert.Equal(good.State, faulty.State);
    }

    [Fact]
    public void Faulty_model_has_the_interface_of_the_good_one() => Assert.Equal(Interface(s_good), Interface(s_faulty));

    [Fact]
    public void Described_model_has_other_bytes_and_the_same_answers()
    {
        var described = ModelEdit.Describe(s_good, "build 2");
        Assert.NotEqual(s_good, described);
        Assert.Equal(Run(s_good, 0.4f), Run(described, 0.4f), (one, other) => one.Output == other.Output && one.State.SequenceEqual(other.State));
        using var options = OnnxEnvironment.SessionOptions();
        using var session = new InferenceSession(described, options);
        Assert.Equal("build 2", session.ModelMetadata.Description);
    }

    [Fact]
    public void Edit_of_an_output_that_no_node_makes_is_refused() =>
        Assert.Contains("nobody", Assert.Throws<InvalidDataException>(() => ModelEdit.NotANumberAbove(s_good, "input", "nobody", 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public void Edit_of_a_model_that_is_cut_off_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => ModelEdit.NotANumberAbove(s_good.AsMemory(0, length), "input", "output", 1));

    private static (float Output, float[] State) Run(byte[] model, float peak)
    {
        using var options = OnnxEnvironment.SessionOptions();
        using var session = new InferenceSession(model, options);
        var frame = Enumerable.Range(0, 512).Select(i => peak * MathF.Sin(i * 0.1f) * 0.5f).ToArray();
        frame[100] = peak;
        NamedOnnxValue[] inputs =
        [
            NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(frame, [1, 512])),
            NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>(new float[256], [2, 1, 128])),
            NamedOnnxValue.CreateFromTensor("sr", new DenseTensor<long>(new long[] { 16000 }, [])),
        ];
        using var results = session.Run(inputs);
        return (results.Single(result => result.Name == "output").AsEnumerable<float>().Single(),
            [.. results.Single(result => result.Name == "stateN").AsEnumerable<float>()]);
    }

    private static List<string> Interface(byte[] model)
    {
        using var options = OnnxEnvironment.SessionOptions();
        using var session = new InferenceSession(model, options);
        return [.. session.InputMetadata.Concat(session.OutputMetadata).Select(one => $"{one.Key} {one.Value.ElementDataType} [{string.Join(',', one.Value.Dimensions)}]")];
    }

    private static string SourceTree()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GitEdge.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in the source tree.");
        return folder;
    }
}
