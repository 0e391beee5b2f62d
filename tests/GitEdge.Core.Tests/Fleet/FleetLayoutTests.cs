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

    [Theory]
    [InlineData("fleet.yaml", true)]
    [InlineData("devices/cam-1.yaml", true)]
    [InlineData("profiles/camera.yaml", true)]
    [InlineData("rollouts/stable.yaml", true)]
    [InlineData("devices/sub/cam-1.yaml", false)]
    [InlineData("golden/vad.yaml", false)]
    [InlineData("containers/a.yaml", false)]
    [InlineData("other.yaml", false)]
    [InlineData("devices/cam-1.yml", false)]
    public void Manifest_is_told_by_its_place(string path, bool manifest) =>
        Assert.Equal(manifest, FleetLayout.IsManifest(path));

    [Theory]
    [InlineData("golden/vad", "golden/vad", false)]
    [InlineData("golden/vad/", "golden/vad", true)]
    [InlineData("golden/vad2/x", "golden/vad", false)]
    [InlineData("Golden/vad/x", "golden/vad", false)]
    public void Below_is_below_the_folder_itself(string path, string folder, bool below) =>
        Assert.Equal(below, FleetLayout.IsBelow(path, folder));
}
