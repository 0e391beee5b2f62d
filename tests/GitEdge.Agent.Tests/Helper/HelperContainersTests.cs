using GitEdge.Agent.Helper;
using GitEdge.Agent.Tests.Containers;
using GitEdge.Core.Containers;
using GitEdge.Core.Trust.Evidence;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>Containers as a part of what the helper tries, keeps and goes back from.</summary>
public sealed class HelperContainersTests : IDisposable
{
    private readonly HelperRig _rig = new();
    private readonly ContainerDevice _device;

    public HelperContainersTests()
    {
        _device = new ContainerDevice("") { System = _rig.Tree.Root, Root = _rig.Root }.Make();
        _rig.Containers = _device.Backends();
    }

    public void Dispose() => _rig.Dispose();

    private static string? Reason(HelperAnswer answer) => answer.Fault?.Reason;

    private static string Web(int image) => $"web={ContainerDevice.Image(image)}";

    /// <summary>Releases a model and a container, each by its number.</summary>
    private ReleaseEvidence Release(byte number, string more = "")
    {
        var image = ContainerDevice.Image(number);
        _device.Registry?.Add(image);
        _rig.Agent.Fleet.Repository.Write("containers/web.container", $"[Container]\nImage={image}\n{more}");
        return _rig.Release(number, $"  containers: [ {{ name: web, image: \"{image}\", quadlet: containers/web.container }} ]");
    }

    [Fact]
    public void Container_comes_with_its_release_and_goes_back_with_it_without_the_network()
    {
        _rig.Activate(Release(1), 1, 1);
        Assert.Equal(Web(1), _device.Running);
        Assert.Null(_rig.Commit(1).Fault);
        _rig.Activate(Release(2), 2, 2);
        Assert.Equal(Web(2), _device.Running);

        _device.Registry = null;
        _rig.Restart();
        Assert.Null(_rig.Point(1).Fault);

        Assert.Equal(Web(1), _device.Running);
        Assert.Equal([1], _rig.Active);
    }

    [Fact]
    public void Container_that_the_owner_does_not_allow_is_not_staged()
    {
        _rig.Accept(Release(1, "PodmanArgs=--privileged\n"));
        _rig.Adopt(1);

        Assert.Equal(ContainerReason.NotAllowed, Reason(_rig.Stage(1)));
        Assert.Null(_rig.Service.Custody.Candidate);
    }

    [Fact]
    public void Image_that_cannot_be_had_keeps_the_release_from_being_staged_and_what_runs_running()
    {
        _rig.Activate(Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Accept(Release(2));
        _rig.Adopt(2);
        _device.Registry = null;

        Assert.Equal(ContainerReason.PullFailed, Reason(_rig.Stage(2)));

        Assert.Equal(Web(1), _device.Running);
    }

    [Fact]
    public void Container_that_does_not_start_is_told_and_the_one_before_comes_back()
    {
        _rig.Activate(Release(1), 1, 1);
        _rig.Commit(1);
        _device.Sick.Add(ContainerDevice.Image(2));
        _rig.Accept(Release(2));
        _rig.Adopt(2);
        Assert.Null(_rig.Stage(2).Fault);

        Assert.Equal(ContainerReason.StartFailed, Reason(_rig.Point(2)));
        Assert.Null(_rig.Point(1).Fault);

        Assert.Equal(Web(1), _device.Running);
    }

    [Fact]
    public void Way_back_needs_neither_podman_s_api_nor_its_list_of_containers()
    {
        _rig.Activate(Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Activate(Release(2), 2, 2);
        _device.IsPodmanAway = true;
        _rig.Restart();

        Assert.Null(_rig.Point(1).Fault);

        Assert.Equal(Web(1), _device.Running);
        Assert.Equal([1], _rig.Active);
        Assert.Contains("all of the generation gone back to are started again", Assert.Single(_rig.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void First_release_is_taken_back_without_podman_s_api()
    {
        _rig.Activate(Release(1), 1, 1);
        _device.IsPodmanAway = true;

        Assert.Null(_rig.Detach().Fault);

        Assert.Equal("", _device.Running);
    }

    [Fact]
    public void Candidate_that_has_had_its_boots_leaves_the_container_before_to_systemd_and_waits_for_nothing()
    {
        _rig.Activate(Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Activate(Release(2), 2, 2);
        for (var boot = 0; _rig.Active is [2] && boot < 10; boot++)
        {
            _device.Boot();
            _device.Acts.Clear();
            _rig.Restart();
            Assert.Null(_rig.Boot().Fault);
        }

        Assert.Equal([1], _rig.Active);
        Assert.Equal(["reload", "later start web.service"], _device.Acts);
    }

    [Fact]
    public void Container_that_is_gone_is_brought_back_by_a_repair()
    {
        _rig.Activate(Release(1), 1, 1);
        _rig.Commit(1);
        _device.Lose("web");

        Assert.Null(_rig.Repair().Fault);

        Assert.Equal(Web(1), _device.Running);
    }

    [Fact]
    public void Device_without_containers_never_asks_podman()
    {
        _device.IsPodmanAway = true;
        _rig.Activate(_rig.Release(1), 1, 1);
        Assert.Null(_rig.Commit(1).Fault);

        Assert.Null(_rig.Repair().Fault);
        Assert.Null(_rig.Boot().Fault);

        Assert.Equal(0, _device.Calls);
    }
}
