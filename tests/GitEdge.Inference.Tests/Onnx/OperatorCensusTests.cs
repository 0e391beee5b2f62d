using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Tests.Onnx;

public sealed class OperatorCensusTests
{
    [Theory]
    [InlineData("")]
    [InlineData("ai.onnx")]
    [InlineData("ai.onnx.ml")]
    [InlineData("ai.onnx.training")]
    [InlineData("com.microsoft")]
    public void Operator_of_a_known_domain_passes(string domain) => Assert.Null(ModelGuard.Check(With(domain).Build(17, Import(domain, 1))));

    [Theory]
    [InlineData("ai.onnx.contrib")]
    [InlineData("com.microsoft.extensions")]
    [InlineData("com.example")]
    [InlineData("AI.ONNX")]
    [InlineData("ai.onnx ")]
    public void Operator_of_any_other_domain_is_refused_by_name(string domain)
    {
        var objection = ModelGuard.Check(With(domain).Build(17, Import(domain, 1)))!;

        Assert.Equal(PreflightReason.UnsupportedOperator, objection.Code);
        Assert.Contains($"operator 'Odd' of domain '{domain}'", objection.What, StringComparison.Ordinal);
        Assert.True(PreflightReason.IsReleasesFault(objection.Code));
    }

    [Fact]
    public void Foreign_operator_is_found_in_subgraphs_and_functions()
    {
        var subgraph = Plain().Node("If", ["x"], ["z"], OnnxAttribute.Graph("then_branch", With("com.example")));
        var function = new ProtoMessage().Text(1, "Mine").Text(10, "mine").Bytes(7, new ProtoMessage().Text(4, "Odd").Text(7, "com.example"));

        Assert.Equal(PreflightReason.UnsupportedOperator, ModelGuard.Check(subgraph.Build())?.Code);
        Assert.Equal(PreflightReason.UnsupportedOperator, ModelGuard.Check(Plain().Build(17, (25, function.ToArray())))?.Code);
    }

    [Fact]
    public void Domain_that_is_imported_and_not_used_does_no_harm() =>
        Assert.Null(ModelGuard.Check(Plain().Build(17, Import("com.ms.internal.nhwc", 1))));

    [Fact]
    public void Function_of_the_model_itself_passes_and_runs()
    {
        var model = new OnnxModelBuilder().Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("mine", "Twice", ["x"], ["y"])
            .Build(17, Import("mine", 1), (25, Twice("Twice")));

        Assert.Null(ModelGuard.Check(model));
        using var loaded = TrialModel.Load(model);
    }

    [Fact]
    public void Function_of_another_name_does_not_help()
    {
        var model = new OnnxModelBuilder().Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("mine", "Twice", ["x"], ["y"])
            .Build(17, Import("mine", 1), (25, Twice("Thrice")));

        Assert.Contains("operator 'Twice' of domain 'mine'", ModelGuard.Check(model)!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_with_two_names_is_refused()
    {
        var node = new ProtoMessage().Text(4, "Identity").Text(4, "Odd").ToArray();
        var domains = new ProtoMessage().Text(4, "Odd").Text(7, "").Text(7, "com.example").ToArray();

        Assert.Equal(PreflightReason.UnsupportedModel, ModelGuard.Check(Plain().Part(1, node).Build())?.Code);
        Assert.Equal(PreflightReason.UnsupportedModel, ModelGuard.Check(Plain().Part(1, domains).Build())?.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(long.MaxValue)]
    public void Operator_set_that_cannot_be_is_refused(long version) =>
        Assert.Equal(PreflightReason.UnsupportedModel, ModelGuard.Check(Plain().Build(17, Import("ai.onnx.ml", version)))?.Code);

    [Fact]
    public void Too_many_operators_are_refused()
    {
        var census = new OperatorCensus();
        for (var i = 0; i < OperatorCensus.MostNodes; i++)
            census.Use("", "Add");

        Assert.Null(census.FindForeign());
        Assert.Throws<InvalidDataException>(() => census.Use("", "Add"));
    }

    [Fact]
    public void Model_cannot_have_a_library_loaded()
    {
        // What a session may be configured with beside the model is in one place, and there is nothing to set from outside.
        var model = With("ai.onnx.contrib").Build(17, Import("ai.onnx.contrib", 1),
            (14, new ProtoMessage().Text(1, "ort_config").Text(2, "{\"session_options\":{\"custom_op_library\":\"/tmp/evil.so\"}}").ToArray()));

        Assert.Throws<InvalidDataException>(() => TrialModel.Load(model).Dispose());
    }

    private static (int, byte[]) Import(string domain, long version) => (8, new ProtoMessage().Text(1, domain).Number(2, version).ToArray());

    private static byte[] Twice(string name) => new ProtoMessage().Text(1, name).Text(4, "a").Text(5, "b")
        .Bytes(7, new ProtoMessage().Text(1, "a").Text(1, "a").Text(2, "b").Text(4, "Add"))
        .Bytes(9, new ProtoMessage().Text(1, "").Number(2, 17)).Text(10, "mine").ToArray();

    private static OnnxModelBuilder Plain() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, 1).Output("y", OnnxType.Float, 1).Node("Identity", ["x"], ["y"]);

    private static OnnxModelBuilder With(string domain) => Plain().Node(domain, "Odd", ["x"], ["z"]);
}
