using GitEdge.Agent.Helper;
using GitEdge.Agent.Tests.Containers;
using GitEdge.Core.Containers;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Core.Tuning;

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

    private string Swappiness => _rig.Tree.Read("proc/sys/vm/swappiness");

    /// <summary>Releases a model, a container and a tuning.</summary>
    private ReleaseEvidence Tuned(byte number) => Release(number, tuning: "\n  tuning: { sysctl: { vm.swappiness: 10 }, confirmWithin: 30s }");

    private static string Web(int image) => $"web={ContainerDevice.Image(image)}";

    /// <summary>Releases a model and a container, each by its number.</summary>
    private ReleaseEvidence Release(byte number, string more = "", string tuning = "")
    {
        var image = ContainerDevice.Image(number);
        _device.Registry?.Add(image);
        _rig.Agent.Fleet.Repository.Write("containers/web.container", $"[Container]\nImage={image}\n{more}");
        return _rig.Release(number, $"  containers: [ {{ name: web, image: \"{image}\", quadlet: containers/web.container }} ]{tuning}");
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
    public async Task Time_to_confirm_a_tuning_begins_when_the_containers_have_started()
    {
        _rig.Accept(Tuned(1));
        _rig.Adopt(1);
        Assert.Null(_rig.Stage(1).Fault);
        _device.Starting = () =>
        {
            _rig.Tree.Pass(TimeSpan.FromMinutes(6));
            Assert.Null(_rig.Service.Tuning.RecoverAsync(CancellationToken.None).GetAwaiter().GetResult());
        };

        Assert.Null(_rig.Point(1).Fault);

        Assert.Equal("10", Swappiness);
        Assert.Equal(TimeSpan.FromSeconds(30), _rig.Helper.Tuning.DueIn());
        _rig.Tree.Pass(TimeSpan.FromSeconds(31));
        Assert.Null(await _rig.Service.Tuning.RecoverAsync(CancellationToken.None));
        Assert.Equal("60", Swappiness);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Helper_that_is_cut_off_while_containers_start_leaves_a_deadline_behind_and_the_next_boot_puts_back(bool isBoot)
    {
        _rig.Accept(Tuned(1));
        _rig.Adopt(1);
        Assert.Null(_rig.Stage(1).Fault);
        _device.Starting = () => throw new ContainerDevice.PowerCutException();
        Assert.NotNull(_rig.Point(1).Fault);
        _rig.Restart();
        Assert.Equal("10", Swappiness);

        if (isBoot)
        {
            _rig.Tree.Reboot();
            Assert.Null(_rig.Boot().Fault);
            Assert.Null(_rig.Helper.Tuning.DueIn());
        }
        else
        {
            _rig.Tree.Pass(_rig.Helper.Tuning.DueIn()!.Value);
            Assert.Null(await _rig.Service.Tuning.RecoverAsync(CancellationToken.None));
        }

        Assert.Equal("60", Swappiness);
    }

    [Fact]
    public void Container_that_does_not_start_does_not_hide_a_setting_that_drifts()
    {
        _rig.Activate(Tuned(1), 1, 1);
        Assert.Null(_rig.Confirm(1).Fault);
        Assert.Null(_rig.Commit(1).Fault);
        _device.Sick.Add(ContainerDevice.Image(1));
        _device.Lose("web");
        HelperAnswer? told = null;
        for (var repair = 0; repair <= TuningDrift.Budget; repair++)
        {
            _rig.Tree.Write("proc/sys/vm/swappiness", "60");
            told = _rig.Repair();
        }

        Assert.Equal(ContainerReason.StartFailed, Reason(told!));
        Assert.Contains("'web'", told!.Fault!.Message, StringComparison.Ordinal);
        Assert.Contains("vm.swappiness", told.Fault.Message, StringComparison.Ordinal);
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
