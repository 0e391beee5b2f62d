using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Health;

public sealed class FitCheckTests
{
    private static readonly DeviceFacts Device = new()
    {
        FreeMemory = 1_000_000_000,
        FreeDisk = 2_000_000,
        Providers = ["CPUExecutionProvider"],
        RuntimeVersion = "1.27.0",
        MaximumOpset = 26,
    };

    [Fact]
    public void Model_that_fits_exactly_has_no_misfit() => Assert.Empty(FitCheck.Check(
        new ModelRequirements { Memory = 1_000_000_000, Provider = "CPUExecutionProvider", Opset = 26, Runtime = "1.27" }, 2_000_000, Device));

    [Fact]
    public void Every_misfit_is_told_with_its_cure()
    {
        var misfits = FitCheck.Check(
            new ModelRequirements { Memory = 1_000_000_001, Provider = "CUDAExecutionProvider", Opset = 27, Runtime = "1.28" }, 2_000_001, Device);

        Assert.Equal(
            [
                new Misfit("disk", "2 MB have to be downloaded; 2 MB are free.", "Free space on the file system of the store, or prune old generations."),
                new Misfit("memory", "The model needs 1 GB of memory; 1 GB are available.",
                    "Choose a smaller variant for this hardware, set swap: cold, or stop other workloads."),
                new Misfit("provider", "The model needs CUDAExecutionProvider; the runtime on this device offers CPUExecutionProvider.",
                    "Name a provider the device has, or select devices with that hardware by label."),
                new Misfit("opset", "The model uses operator set 27; the runtime on this device implements up to 26.",
                    "Export the model with opset 26 or lower, or update gitedge-inference on the device."),
                new Misfit("runtime", "The model needs ONNX Runtime 1.28; this device has 1.27.0.",
                    "Update gitedge-inference on the device, or lower requires.runtime in the profile."),
            ], misfits);
    }

    [Fact]
    public void Nothing_asked_fits_anything() => Assert.Empty(FitCheck.Check(null, 0, Device));

    [Fact]
    public void What_is_not_known_is_not_held_against_a_model() => Assert.Empty(FitCheck.Check(
        new ModelRequirements { Memory = long.MaxValue, Provider = "X", Opset = 99, Runtime = "9" }, long.MaxValue, new DeviceFacts()));

    [Theory]
    [InlineData("1.27.0", "1.27.0", true)]
    [InlineData("1.27.0", "1.27", true)]
    [InlineData("1.27.0", "1", true)]
    [InlineData("1.27.1", "1.27.0", true)]
    [InlineData("1.27.0", "1.27.1", false)]
    [InlineData("1.9.0", "1.10", false)]
    [InlineData("1.10.0", "1.9", true)]
    [InlineData("2.0.0", "1.99", true)]
    [InlineData("1.99.0", "2", false)]
    [InlineData("1.27.0-dev", "1.27", true)]
    [InlineData("1.27.0+cpu", "1.27.0", true)]
    [InlineData("1.27.0.1", "1.27", true)]
    [InlineData("1.27.0.1.1", "1.27", false)]
    [InlineData("1.27.0", "newest", false)]
    [InlineData("unknown", "1.0", false)]
    [InlineData("1.27.0", "1.-1", false)]
    public void Runtime_versions_compare_number_by_number(string present, string asked, bool fits) => Assert.Equal(
        fits, FitCheck.Check(new ModelRequirements { Runtime = asked }, 0, new DeviceFacts { RuntimeVersion = present }).Count == 0);

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(1_000_000, "1 MB")]
    [InlineData(2_327_524, "2.3 MB")]
    [InlineData(1_000_000_000, "1 GB")]
    [InlineData(1_250_000_000, "1.25 GB")]
    public void Sizes_are_written_for_people(long bytes, string written) => Assert.Equal(written, ByteText.Of(bytes));
}
