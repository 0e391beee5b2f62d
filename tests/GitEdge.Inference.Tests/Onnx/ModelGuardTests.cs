using System.Text;
using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Tests.Onnx;

public sealed class ModelGuardTests
{
    private static readonly byte[] s_elsewhere = OnnxTensor.External("w", OnnxType.Float, [1], "../../etc/shadow");

    public static TheoryData<string> Places => ["initializer", "sparse values", "sparse indices", "attribute", "attribute list", "sparse attribute", "sparse list", "subgraph", "graph list", "subgraph of a subgraph", "function", "function default", "training", "training algorithm", "second part of the graph"];

    [Theory]
    [MemberData(nameof(Places))]
    public void Tensor_in_another_file_is_found_wherever_onnx_has_tensors(string place)
    {
        var objection = ModelGuard.Check(With(place));

        Assert.Equal(PreflightReason.ExternalData, objection?.Code);
        Assert.Contains("tensor 'w' is kept in another file", objection!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2L)]
    [InlineData(-1L)]
    [InlineData(0x1_0000_0001L)]
    public void Location_of_any_number_but_the_default_is_elsewhere(long location)
    {
        var tensor = new ProtoMessage().Text(8, "w").Number(14, location).Number(14, 0).ToArray();

        Assert.Equal(PreflightReason.ExternalData, ModelGuard.Check(Plain().Part(5, tensor).Build())?.Code);
    }

    [Fact]
    public void Location_that_says_here_is_here() =>
        Assert.Null(ModelGuard.Check(Plain().Part(5, new ProtoMessage().Number(14, 0).ToArray()).Build()));

    [Theory]
    [InlineData("v5")]
    [InlineData("v6")]
    [InlineData("legacy")]
    public void Exported_models_pass(string name) => Assert.Null(ModelGuard.Check(File.ReadAllBytes(Repository.Silero(name))));

    [Fact]
    public void Subgraphs_and_functions_pass()
    {
        Assert.Null(ModelGuard.Check(TestModels.Turns()));
        Assert.Null(ModelGuard.Check(TrialModels.Endless()));
    }

    [Fact]
    public void Format_of_the_runtime_itself_is_refused() =>
        Assert.Equal((PreflightReason.UnsupportedModel, true), Told(ModelGuard.Check([0x10, 0, 0, 0, .. "ORTM"u8, .. Plain().Build()]), ".ort"));

    [Fact]
    public void Groups_and_overlong_numbers_are_refused()
    {
        Assert.Equal((PreflightReason.UnsupportedModel, true), Told(ModelGuard.Check([.. Plain().Build(), (30 << 3 & 0x7F) | 0x80 | 3, 1]), "wire type 3"));
        Assert.Equal(PreflightReason.UnsupportedModel, ModelGuard.Check([8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])?.Code);
    }

    [Fact]
    public void Graphs_within_graphs_are_looked_at_as_deep_as_the_runtime_reads_and_no_deeper()
    {
        Assert.Null(ModelGuard.Check(Nested(34, Plain()).Build()));
        Assert.Equal((PreflightReason.UnsupportedModel, true), Told(ModelGuard.Check(Nested(35, Plain()).Build()), "graphs within graphs"));
        Assert.Equal(PreflightReason.UnsupportedModel, ModelGuard.Check(Nested(400, Plain()).Build())?.Code);
    }

    [Fact]
    public void Whatever_the_bytes_it_says_yes_or_no()
    {
        var random = new Random(3);
        var whole = With("subgraph of a subgraph");
        for (var length = 0; length < whole.Length; length++)
        {
            var changed = whole[..length];
            if (length > 0)
                changed[random.Next(length)] = (byte)random.Next(256);
            _ = ModelGuard.Check(changed);
        }
    }

    private static (string?, bool) Told(ModelObjection? objection, string what) =>
        (objection?.Code, objection?.What.Contains(what, StringComparison.Ordinal) == true);

    private static OnnxModelBuilder Plain() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("Identity", ["x"], ["y"]);

    private static OnnxModelBuilder Nested(int depth, OnnxModelBuilder inner)
    {
        for (; depth > 0; depth--)
            inner = Plain().Node("If", ["x"], ["z"], OnnxAttribute.Graph("then_branch", inner));
        return inner;
    }

    private static byte[] With(string place)
    {
        var holder = Plain().Part(5, s_elsewhere);
        var sparse = new ProtoMessage().Bytes(1, s_elsewhere).ToArray();
        var node = new ProtoMessage().Text(4, "Constant").Bytes(5, OnnxAttribute.Tensor("value", s_elsewhere).Message).ToArray();
        return place switch
        {
            "initializer" => holder.Build(),
            "sparse values" => Plain().Part(15, sparse).Build(),
            "sparse indices" => Plain().Part(15, new ProtoMessage().Bytes(2, s_elsewhere).ToArray()).Build(),
            "attribute" => Plain().Part(1, node).Build(),
            "attribute list" => Plain().Node("N", ["x"], ["z"], OnnxAttribute.Of("a", 9, attribute => attribute.Bytes(10, s_elsewhere))).Build(),
            "sparse attribute" => Plain().Node("N", ["x"], ["z"], OnnxAttribute.Of("a", 11, attribute => attribute.Bytes(22, sparse))).Build(),
            "sparse list" => Plain().Node("N", ["x"], ["z"], OnnxAttribute.Of("a", 12, attribute => attribute.Bytes(23, sparse))).Build(),
            "subgraph" => Nested(1, holder).Build(),
            "graph list" => Plain().Node("N", ["x"], ["z"], OnnxAttribute.Of("a", 10, attribute => attribute.Bytes(11, holder.Graph()))).Build(),
            "subgraph of a subgraph" => Nested(2, holder).Build(),
            "function" => Plain().Build(17, (25, new ProtoMessage().Text(1, "f").Bytes(7, node).ToArray())),
            "function default" => Plain().Build(17, (25, new ProtoMessage().Bytes(11, OnnxAttribute.Tensor("value", s_elsewhere).Message).ToArray())),
            "training" => Plain().Build(17, (20, new ProtoMessage().Bytes(1, holder.Graph()).ToArray())),
            "training algorithm" => Plain().Build(17, (20, new ProtoMessage().Bytes(2, holder.Graph()).ToArray())),
            _ => Plain().Build(17, (7, new ProtoMessage().Bytes(5, s_elsewhere).ToArray())),
        };
    }
}
