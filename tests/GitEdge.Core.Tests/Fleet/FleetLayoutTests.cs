using GitEdge.Core.Fleet;

namespace GitEdge.Core.Tests.Fleet;

public sealed class FleetLayoutTests
{
    [Theory]
    [InlineData("fleet.yaml", true)]
    [InlineData("devices/cam-1.yaml", true)]
    [InlineData("profiles/sub/odd.txt", true)]
    [InlineData("rollouts/stable.yaml", true)]
    [InlineData("golden/vad/test_data_set_0/input_0.pb", true)]
    [InlineData("containers/a.container", true)]
    [InlineData("README.md", false)]
    [InlineData("devices", false)]
    [InlineData("devicesx/cam-1.yaml", false)]
    [InlineData("docs/devices/cam-1.yaml", false)]
    [InlineData("GITEDGE.lock", false)]
    public void Lock_covers_what_a_device_reads(string path, bool covered) => Assert.Equal(covered, FleetLayout.IsLocked(path));

    [Theory]
    [InlineData("devices/cam-1.yaml", true)]
    [InlineData("devices/sub/cam-1.yaml", false)]
    [InlineData("devices/cam-1.yml", false)]
    [InlineData("profiles/cam-1.yaml", false)]
    public void Manifests_lie_directly_in_their_folder(string path, bool manifest) =>
        Assert.Equal(manifest, FleetLayout.IsManifestOf(path, FleetLayout.Devices));
}
