using System.Text;
using GitEdge.Agent.Containers;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Containers;

public sealed class ContainerSetTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ContainerDevice _device;

    public ContainerSetTests() => _device = new ContainerDevice(_directory.Path).Make();

    public void Dispose() => _directory.Dispose();

    private static string Is(params (string Name, int Image)[] containers) => string.Join(' ', containers.Select(one => $"{one.Name}={ContainerDevice.Image(one.Image)}"));

    [Fact]
    public async Task Containers_are_pulled_before_the_switch_and_run_after_it()
    {
        var wanted = _device.Stage(Slot.A, 1, ("api", 1), ("web", 2));

        Assert.Null(await _device.Set.PullAsync(wanted, CancellationToken.None));
        Assert.Equal("", _device.Running);
        Assert.Empty(Directory.GetFiles(_device.Places.Pulls));
        Assert.Null(_device.Slots.Activate(Slot.A));
        Assert.Null(await _device.Set.SwitchAsync(wanted, CancellationToken.None));

        Assert.Equal(Is(("api", 1), ("web", 2)), _device.Running);
        Assert.Equal(
            ["reload", "start gitedge-pull-api-image.service", "sync", "stop gitedge-pull-api-image.service", "reload", "start gitedge-pull-web-image.service", "sync", "stop gitedge-pull-web-image.service", "reload", "restart api.service", "restart web.service"],
            _device.Acts);
        Assert.Equal(Path.Combine(_device.Root, "active", "containers"), new FileInfo(_device.Places.Link).LinkTarget);
    }

    [Fact]
    public async Task Next_generation_restarts_what_changed_and_stops_what_is_gone_before_systemd_forgets_it()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("old", 2), ("web", 3));
        _device.Acts.Clear();

        Assert.Null(await _device.InstallAsync(Slot.B, 2, ("api", 1), ("web", 4)));

        Assert.Equal(Is(("api", 1), ("web", 4)), _device.Running);
        Assert.Equal(["reload", "start gitedge-pull-web-image.service", "sync", "stop gitedge-pull-web-image.service", "stop old.service", "remove old", "reload", "restart web.service"], _device.Acts);
    }

    [Fact]
    public async Task What_runs_as_it_should_is_left_alone()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Acts.Clear();

        Assert.Null(await _device.Set.SwitchAsync(_device.Active, CancellationToken.None));
        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Empty(_device.Acts);
    }

    [Fact]
    public async Task Container_that_is_not_healthy_in_time_is_the_release_s_fault_and_the_way_back_needs_no_network()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Sick.Add(ContainerDevice.Image(2));

        var fault = await _device.InstallAsync(Slot.B, 2, ("web", 2));
        _device.Registry = null;
        _device.Slots.Activate(Slot.A);
        var back = await _device.Set.SwitchAsync(_device.Active, CancellationToken.None);

        Assert.Equal((FaultKind.Permanent, ContainerReason.StartFailed), (fault!.Kind, fault.Reason));
        Assert.Contains("'web'", fault.Message, StringComparison.Ordinal);
        Assert.Null(back);
        Assert.Equal(Is(("web", 1)), _device.Running);
    }

    [Fact]
    public async Task Image_that_cannot_be_pulled_changes_nothing_and_is_tried_again()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        var wanted = _device.Stage(Slot.B, 2, ("web", 2));
        var registry = _device.Registry;
        _device.Registry = null;

        var fault = await _device.Set.PullAsync(wanted, CancellationToken.None);

        Assert.Equal((FaultKind.Transient, ContainerReason.PullFailed), (fault!.Kind, fault.Reason));
        Assert.Equal(Is(("web", 1)), _device.Running);
        Assert.Empty(Directory.GetFiles(_device.Places.Pulls));
        _device.Registry = registry;
        Assert.Null(await _device.Set.PullAsync(wanted, CancellationToken.None));
    }

    [Fact]
    public async Task Name_of_a_unit_that_is_not_ours_is_refused_before_anything_is_pulled()
    {
        _device.Foreign["web.service"] = "/etc/containers/systemd/web.container";

        var fault = await _device.InstallAsync(Slot.A, 1, ("web", 1));

        Assert.Equal((FaultKind.Waiting, ContainerReason.NameTaken), (fault!.Kind, fault.Reason));
        Assert.Contains("'/etc/containers/systemd/web.container'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_device.Acts);
    }

    [Fact]
    public async Task Container_that_was_removed_comes_back_and_its_image_too()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.Lose("web");
        _device.Images.Remove(ContainerDevice.Image(2));

        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Equal(Is(("api", 1), ("web", 2)), _device.Running);
        Assert.DoesNotContain("restart api.service", _device.Acts.Skip(11), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Repair_without_one_image_brings_back_the_others_and_names_it()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.Lose("api");
        _device.Lose("web");
        _device.Images.Remove(ContainerDevice.Image(1));
        _device.Registry = null;

        var fault = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);

        Assert.Equal(ContainerReason.PullFailed, fault!.Reason);
        Assert.Equal(Is(("web", 2)), _device.Running);
    }

    [Fact]
    public async Task Repair_without_one_unit_brings_back_the_others_and_a_switch_starts_none()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.Lose("web");
        _device.Lose("api");
        _device.Ungenerated.Add("api");

        var repaired = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);
        Assert.Equal(ContainerReason.NotGenerated, repaired!.Reason);
        Assert.Equal(Is(("web", 2)), _device.Running);
        var switched = await _device.InstallAsync(Slot.B, 2, ("api", 3), ("web", 4));

        Assert.Equal(ContainerReason.NotGenerated, switched!.Reason);
        Assert.Equal(Is(("web", 2)), _device.Running);
    }

    [Fact]
    public async Task Repair_that_cannot_stop_one_starts_the_others_and_names_it_and_a_switch_starts_none()
    {
        await _device.InstallAsync(Slot.A, 1, ("old", 1));
        _device.Unstoppable.Add("old.service");

        var switched = await _device.InstallAsync(Slot.B, 2, ("web", 2));
        Assert.Equal(ContainerReason.StopFailed, switched!.Reason);
        Assert.Equal(Is(("old", 1)), _device.Running);
        var repaired = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);

        Assert.Equal(ContainerReason.StopFailed, repaired!.Reason);
        Assert.Equal(Is(("old", 1), ("web", 2)), _device.Running);
    }

    [Theory]
    [InlineData("start-post", "start web.service")]
    [InlineData("auto-restart", "restart web.service")]
    public async Task Container_on_its_way_is_waited_for_and_one_that_is_started_again_and_again_is_restarted(string state, string act)
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Activating["web.service"] = state;
        _device.Acts.Clear();

        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Equal(["reload", act], _device.Acts);
    }

    [Fact]
    public async Task Container_on_its_way_with_another_content_is_restarted()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Activating["web.service"] = "start-post";

        Assert.Null(await _device.InstallAsync(Slot.B, 2, ("web", 2)));

        Assert.Equal("restart web.service", _device.Acts[^1]);
        Assert.Equal(Is(("web", 2)), _device.Running);
    }

    [Fact]
    public async Task Power_cut_at_any_call_and_the_device_runs_what_active_says_and_ends_where_it_would_have_ended()
    {
        var whole = 0;
        for (var cut = 1; whole == 0; cut++)
        {
            using var directory = new TempDirectory();
            var device = new ContainerDevice(directory.Path).Make();
            await device.InstallAsync(Slot.A, 1, ("gone", 1), ("same", 2), ("web", 3));
            device.CutAt = device.Calls + cut;
            try
            {
                Assert.Null(await device.InstallAsync(Slot.B, 2, ("new", 5), ("same", 2), ("web", 4)));
                (whole, device.CutAt) = (cut, null);
            }
            catch (ContainerDevice.PowerCutException)
            {
                var expected = device.Slots.Active is Slot.A ? Is(("gone", 1), ("same", 2), ("web", 3)) : Is(("new", 5), ("same", 2), ("web", 4));
                device.Boot();
                Assert.Equal(expected, device.Running);
            }
            Assert.Null(await device.InstallAsync(Slot.B, 2, ("new", 5), ("same", 2), ("web", 4)));
            Assert.Equal(Is(("new", 5), ("same", 2), ("web", 4)), device.Running);
        }
        Assert.True(whole > 15);
    }

    [Fact]
    public async Task Nothing_runs_when_nothing_is_wanted_and_the_link_goes_with_the_last_generation_that_had_containers()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));

        Assert.Null(await _device.InstallAsync(Slot.B, 2));
        Assert.Equal("", _device.Running);
        Assert.Null(await _device.Set.PruneAsync(CancellationToken.None));
        Assert.False(_device.Set.IsUnused);
        Assert.Null(await _device.InstallAsync(Slot.A, 3));
        Assert.Null(await _device.Set.PruneAsync(CancellationToken.None));

        Assert.True(_device.Set.IsUnused);
    }

    [Fact]
    public async Task While_it_boots_nothing_waits_and_systemd_reads_again_only_when_a_unit_is_missing()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Acts.Clear();

        Assert.Null(await _device.Set.BootAsync(_device.Active, CancellationToken.None));
        Assert.Empty(_device.Acts);
        Assert.Null(await _device.Set.BootAsync(_device.Stage(Slot.B, 2, ("new", 2)), CancellationToken.None));

        Assert.Equal(["reload", "later start new.service"], _device.Acts);
    }

    [Fact]
    public async Task Podman_that_does_not_answer_is_told_with_the_way_out()
    {
        var wanted = _device.Stage(Slot.A, 1, ("web", 1));
        _device.IsPodmanAway = true;

        var fault = await _device.Set.PullAsync(wanted, CancellationToken.None);

        Assert.Equal((FaultKind.Transient, ContainerReason.Unreachable), (fault!.Kind, fault.Reason));
        Assert.Contains("podman.socket", fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Way_back_without_podman_s_answer_stops_what_is_new_starts_what_was_and_says_so()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        await _device.InstallAsync(Slot.B, 2, ("api", 1), ("new", 3), ("web", 4));
        _device.IsPodmanAway = true;
        _device.Acts.Clear();

        _device.Slots.Activate(Slot.A);
        var fault = await _device.Set.GoBackAsync(_device.Active, CancellationToken.None);

        Assert.Null(fault);
        Assert.Equal(Is(("api", 1), ("web", 2)), _device.Running);
        Assert.Equal(["stop new.service", "reload", "restart api.service", "restart web.service"], _device.Acts);
        Assert.Contains("Connection refused", Assert.Single(_device.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Way_back_goes_on_where_podman_goes_away_in_the_middle_of_it()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        await _device.InstallAsync(Slot.B, 2, ("new", 3));
        _device.IsStubborn = true;

        _device.Slots.Activate(Slot.A);
        var fault = await _device.Set.GoBackAsync(_device.Active, CancellationToken.None);

        Assert.Null(fault);
        Assert.Equal(Is(("web", 1)), _device.Running);
        Assert.Single(_device.Warnings);
    }

    [Fact]
    public async Task Container_that_cannot_be_stopped_on_the_way_back_keeps_none_from_starting_and_is_told()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        await _device.InstallAsync(Slot.B, 2, ("new", 3));
        _device.Unstoppable.Add("new.service");

        _device.Slots.Activate(Slot.A);
        var fault = await _device.Set.GoBackAsync(_device.Active, CancellationToken.None);

        Assert.Equal(ContainerReason.StopFailed, fault!.Reason);
        Assert.Contains(Is(("web", 1)), _device.Running, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Way_back_leaves_alone_what_runs_as_it_should()
    {
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        await _device.InstallAsync(Slot.B, 2, ("api", 1), ("web", 4));
        _device.Acts.Clear();

        _device.Slots.Activate(Slot.A);
        Assert.Null(await _device.Set.GoBackAsync(_device.Active, CancellationToken.None));

        Assert.Equal(["reload", "restart web.service"], _device.Acts);
        Assert.Empty(_device.Warnings);
    }

    [Fact]
    public async Task Image_with_our_labels_that_the_owner_runs_by_hand_is_left_alone_on_every_way()
    {
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.RunByHand("mine");

        Assert.Null(await _device.InstallAsync(Slot.B, 2, ("web", 2)));
        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));
        _device.Slots.Activate(Slot.A);
        Assert.Null(await _device.Set.GoBackAsync(_device.Active, CancellationToken.None));

        Assert.Equal($"mine=by hand {Is(("web", 1))}", _device.Running);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_that_could_not_be_stopped_is_stopped_later_though_its_file_lies_in_no_slot_any_more(bool isForgotten)
    {
        await _device.InstallAsync(Slot.A, 1, ("old", 1), ("web", 2));
        _device.Unstoppable.Add("old.service");
        Assert.Equal(ContainerReason.StopFailed, (await _device.InstallAsync(Slot.B, 2, ("web", 3)))!.Reason);
        _device.Stage(Slot.A, 3, ("web", 4));
        if (isForgotten)
            await _device.Backends().Reload(CancellationToken.None);
        _device.Unstoppable.Clear();

        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Equal(Is(("web", 3)), _device.Running);
    }

    [Fact]
    public async Task What_the_owner_has_taken_out_goes_on_is_named_and_is_not_started_again()
    {
        _device.More = name => name == "web" ? "Annotation=a=b\n" : "";
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.Policy = ContainerPolicy.Standard;
        _device.Acts.Clear();

        var running = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);
        Assert.Empty(_device.Acts);
        _device.Lose("web");
        _device.Lose("api");
        _device.Images.Clear();
        var gone = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);

        Assert.Equal((FaultKind.Waiting, ContainerReason.NotAllowed), (running!.Kind, running.Reason));
        Assert.Contains("containers/web.container:3:1", running.Message, StringComparison.Ordinal);
        Assert.Contains("policy.yaml", running.Cure, StringComparison.Ordinal);
        Assert.Equal(running, gone);
        Assert.Equal(Is(("api", 1)), _device.Running);
        Assert.DoesNotContain(_device.Acts, act => act.Contains("start web", StringComparison.Ordinal));
        Assert.Equal([ContainerDevice.Image(1)], _device.Images);
        _device.Policy = new ContainerPolicy { Keys = ["Container.Annotation"] };
        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));
        Assert.Equal(Is(("api", 1), ("web", 2)), _device.Running);
    }

    [Theory]
    [InlineData("Wants=web.service", false)]
    [InlineData("Requires=web.service", false)]
    [InlineData("BindsTo=network-online.target web.service", false)]
    [InlineData("Requires=\"web.service\"", true)]
    public async Task What_would_start_what_the_owner_has_taken_out_is_not_started_either(string needs, bool isAllowedByKey)
    {
        IReadOnlyList<string> keys = isAllowedByKey ? ["Unit.Requires"] : [];
        _device.Policy = new ContainerPolicy { Keys = ["Container.Annotation", .. keys] };
        _device.More = name => name switch
        {
            "web" => "Annotation=a=b\n",
            "api" => $"[Unit]\n{needs}\n",
            "top" => "[Unit]\nWants=api.service\n",
            _ => "[Unit]\nBefore=web.service\nAfter=web.service\n",
        };
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("other", 2), ("top", 3), ("web", 4));
        Assert.Equal(Is(("api", 1), ("other", 2), ("top", 3), ("web", 4)), _device.Running);
        _device.Policy = new ContainerPolicy { Keys = keys };
        foreach (var name in (string[])["api", "other", "top", "web"])
            _device.Lose(name);

        var fault = await _device.Set.RepairAsync(_device.Active, CancellationToken.None);

        Assert.Equal(Is(("other", 2)), _device.Running);
        Assert.Equal(ContainerReason.NotAllowed, fault!.Reason);
        Assert.Contains("containers/api.container:4:1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("containers/top.container:4:1", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("containers/other.container", fault.Message, StringComparison.Ordinal);
        Assert.All((string[])["'api'", "'top'", "'web'"], name => Assert.Contains(_device.Warnings, told => told.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task File_that_a_later_version_reads_more_strictly_is_nothing_that_the_owner_has_taken_out()
    {
        _device.More = _ => "Environment=A=b\\\n";
        await _device.InstallAsync(Slot.A, 1, ("web", 1));
        _device.Lose("web");

        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Equal(Is(("web", 1)), _device.Running);
    }

    [Fact]
    public async Task What_the_owner_has_taken_out_is_taken_back_from_systemd_while_the_device_boots()
    {
        _device.More = name => name == "web" ? "Annotation=a=b\n" : "";
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.Policy = ContainerPolicy.Standard;
        _device.Acts.Clear();

        Assert.Null(await _device.Set.BootAsync(_device.Active, CancellationToken.None));
        Assert.Equal(["later stop web.service"], _device.Acts);
        _device.Acts.Clear();
        Assert.Null(await _device.Set.StartLaterAsync(_device.Active, CancellationToken.None));

        Assert.Equal(["reload", "later start api.service", "later stop web.service"], _device.Acts);
    }

    [Fact]
    public async Task Way_back_does_not_start_what_the_owner_has_taken_out_and_stops_what_was_to_come_instead()
    {
        _device.More = name => name == "web" ? "Annotation=a=b\n" : "";
        await _device.InstallAsync(Slot.A, 1, ("api", 1), ("web", 2));
        _device.More = _ => "";
        await _device.InstallAsync(Slot.B, 2, ("api", 3), ("web", 4));
        _device.Policy = ContainerPolicy.Standard;

        _device.Slots.Activate(Slot.A);
        Assert.Null(await _device.Set.GoBackAsync(_device.Active, CancellationToken.None));

        Assert.Equal(Is(("api", 1)), _device.Running);
    }

    [Fact]
    public async Task Switch_to_what_the_owner_has_taken_out_since_it_was_staged_waits_for_him()
    {
        _device.More = _ => "Annotation=a=b\n";
        var wanted = _device.Stage(Slot.A, 1, ("web", 1));
        Assert.Null(await _device.Set.PullAsync(wanted, CancellationToken.None));
        _device.Slots.Activate(Slot.A);
        _device.Policy = ContainerPolicy.Standard;

        var fault = await _device.Set.SwitchAsync(wanted, CancellationToken.None);

        Assert.Equal((FaultKind.Waiting, ContainerReason.NotAllowed), (fault!.Kind, fault.Reason));
        Assert.Equal("", _device.Running);
    }

    [Fact]
    public async Task Policy_that_cannot_be_read_takes_nothing_away()
    {
        _device.More = _ => "Annotation=a=b\n";
        await _device.InstallAsync(Slot.A, 1, ("web", 2));
        _device.Policy = null;
        _device.Lose("web");

        Assert.Null(await _device.Set.RepairAsync(_device.Active, CancellationToken.None));

        Assert.Equal(Is(("web", 2)), _device.Running);
    }

    [Theory]
    [InlineData("etc/credstore.encrypted/gitedge.registry", "LoadCredentialEncrypted=registry:gitedge.registry")]
    [InlineData("etc/credstore/gitedge.registry", "LoadCredential=registry:gitedge.registry")]
    [InlineData("etc/credstore/another", null)]
    public void Credential_of_the_registry_comes_from_systemd_s_own_store(string file, string? line)
    {
        _directory.Write(Path.Combine("system", file), "{}");

        Assert.Equal(line, _device.Places.FindCredential());
    }

    [Fact]
    public void What_the_owner_does_not_allow_is_told_at_once_and_waits()
    {
        var container = new ContainerSpec { Name = "web", Image = ContainerDevice.Image(1), Quadlet = "containers/web.container" };
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { [container.Quadlet] = Encoding.UTF8.GetBytes("[Container]\nPodmanArgs=--privileged\n[Service]\nUser=0\n") };

        var fault = ContainerSet.Check([container], files, ContainerPolicy.Standard)!;

        Assert.Equal((FaultKind.Waiting, ContainerReason.NotAllowed), (fault.Kind, fault.Reason));
        Assert.Contains("containers/web.container:2:1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("containers/web.container:4:1", fault.Message, StringComparison.Ordinal);
        Assert.Null(ContainerSet.Check([container], files, new ContainerPolicy { Keys = ["Container.PodmanArgs", "Service.User"] }));
    }
}
