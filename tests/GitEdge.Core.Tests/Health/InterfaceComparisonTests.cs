using GitEdge.Core.Health;

namespace GitEdge.Core.Tests.Health;

public sealed class InterfaceComparisonTests
{
    private static readonly ModelInterface Running = new()
    {
        Inputs = [Tensor("input", "FP32", -1, 512), Tensor("sr", "INT64")],
        Outputs = [Tensor("output", "FP32", -1, 1)],
    };

    [Fact]
    public void Same_interface_can_take_over() => Assert.Empty(InterfaceComparison.AgainstRunning(Running, Running));

    [Fact]
    public void Every_difference_that_breaks_a_client_is_named() => Assert.Equal(
        [
            "the running model's input 'sr' is gone",
            "the candidate asks for input 'h', which the running model does not have",
            "the running model's output 'output' is gone",
            "input 'input' was FP32 and is FP16",
            "input 'input' was [?,512] and is [?,256]",
        ],
        InterfaceComparison.AgainstRunning(Running, new ModelInterface
        {
            Inputs = [Tensor("input", "FP16", -1, 256), Tensor("h", "FP32", 2)],
            Outputs = [Tensor("prob", "FP32", 1)],
        }));

    [Fact]
    public void Another_rank_breaks() => Assert.Equal(
        ["input 'input' had 2 axes and has 3", "output 'output' had 2 axes and has 1"],
        InterfaceComparison.AgainstRunning(Running, new ModelInterface
        {
            Inputs = [Tensor("input", "FP32", -1, 512, 1), Tensor("sr", "INT64")],
            Outputs = [Tensor("output", "FP32", -1)],
        }));

    [Fact]
    public void Output_of_another_type_or_length_breaks() => Assert.Equal(
        ["output 'output' was FP32 and is FP64", "output 'output' was [?,1] and is [?,2]"],
        InterfaceComparison.AgainstRunning(Running, Running with { Outputs = [Tensor("output", "FP64", -1, 2)] }));

    [Theory]
    [InlineData(512, 512, true)]
    [InlineData(512, -1, true)]
    [InlineData(-1, -1, true)]
    [InlineData(-1, 512, false)]
    [InlineData(512, 256, false)]
    public void Input_axis_may_widen_but_not_narrow(long old, long candidate, bool fits) => Assert.Equal(
        fits, InterfaceComparison.AgainstRunning(Inputs(Tensor("x", "FP32", old)), Inputs(Tensor("x", "FP32", candidate))).Count == 0);

    [Theory]
    [InlineData(512, 512, true)]
    [InlineData(512, -1, true)]
    [InlineData(-1, 512, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    public void Output_axis_breaks_only_when_it_certainly_changes(long old, long candidate, bool fits) => Assert.Equal(
        fits, InterfaceComparison.AgainstRunning(Outputs(Tensor("y", "FP32", old)), Outputs(Tensor("y", "FP32", candidate))).Count == 0);

    [Fact]
    public void More_outputs_and_another_order_break_nobody() => Assert.Empty(InterfaceComparison.AgainstRunning(Running, new ModelInterface
    {
        Inputs = [Tensor("sr", "INT64"), Tensor("input", "FP32", -1, 512)],
        Outputs = [Tensor("extra", "FP32", 1), Tensor("output", "FP32", -1, 1)],
    }));

    [Fact]
    public void Shape_that_is_not_stated_is_not_compared()
    {
        Assert.Empty(InterfaceComparison.AgainstRunning(Inputs(Tensor("x", "FP32")), Inputs(Tensor("x", "FP32", 1, 2))));
        Assert.Empty(InterfaceComparison.AgainstRunning(Inputs(Tensor("x", "FP32", 1, 2)), Inputs(Tensor("x", "FP32"))));
        Assert.Empty(InterfaceComparison.AgainstRecording(Inputs(Tensor("x", "FP32", 1, 2)), Inputs(Tensor("x", "FP32"))));
    }

    [Fact]
    public void Recording_that_fits_has_no_difference() => Assert.Empty(InterfaceComparison.AgainstRecording(new ModelInterface
    {
        Inputs = [Tensor("input", "FP32", 4, 512), Tensor("sr", "INT64")],
        Outputs = [],
    }, Running));

    [Fact]
    public void Everything_that_keeps_a_recording_from_being_used_is_named() => Assert.Equal(
        [
            "input 'state' is recorded, the candidate has none of that name",
            "the candidate asks for input 'sr', which is not recorded",
            "output 'stateN' is recorded, the candidate has none of that name",
            "input 'input' is recorded as FP64, the candidate has FP32",
            "input 'input' is recorded as [1,256], the candidate has [?,512]",
            "output 'output' is recorded as [1], the candidate has [?,1]",
        ],
        InterfaceComparison.AgainstRecording(new ModelInterface
        {
            Inputs = [Tensor("input", "FP64", 1, 256), Tensor("state", "FP32", 1)],
            Outputs = [Tensor("output", "FP32", 1), Tensor("stateN", "FP32", 1)],
        }, Running));

    [Fact]
    public void Signature_is_written_with_type_and_shape() => Assert.Equal("x FP32[-1,3]", Tensor("x", "FP32", -1, 3).ToString());

    private static ModelInterface Inputs(TensorSignature tensor) => new() { Inputs = [tensor] };

    private static ModelInterface Outputs(TensorSignature tensor) => new() { Outputs = [tensor] };

    private static TensorSignature Tensor(string name, string type, params long[] shape) => new() { Name = name, Type = type, Shape = shape };
}
