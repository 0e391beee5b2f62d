using System.Net.Sockets;
using System.Text.Json;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Cli.Doctor;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Clock;

namespace GitEdge.Agent.Tests.Cli;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_without_a_failure_ends_with_0()
    {
        var run = await Run([new("disk", () => DoctorFinding.Ok("Plenty.")), new("clock", () => DoctorFinding.Warning("Fast.", "Set it."))]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("ok    disk   Plenty.\nwarn  clock  Fast.\n      To do: Set it.\n\nNothing failed, 1 to look at.\n", run.Output);
    }

    [Fact]
    public async Task Doctor_with_a_failure_ends_with_1_after_all_checks()
    {
        var run = await Run(
        [
            new("one", () => DoctorFinding.Failure("Broken.", "Mend it.")),
            new("two", () => throw new IOException("disk on fire")),
            new("three", () => DoctorFinding.Ok("Fine.")),
        ]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("fail  one    Broken.\n      To do: Mend it.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("?     two    It could not be checked: disk on fire\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok    three  Fine.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_json_lists_every_check()
    {
        var run = await Run([new("one", () => DoctorFinding.Failure("Broken.", "Mend it."))], "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("Failure", document.RootElement.GetProperty("checks")[0].GetProperty("level").GetString());
    }

    [Fact]
    public void Every_check_of_a_device_where_nothing_is_installed_ends_with_a_finding_and_a_cure()
    {
        var subject = Subject() with { Root = _folder["none"], SlotRoot = _folder["none"], Remotes = [] };

        var results = DoctorCommand.Run(DeviceChecks.For(subject, TimeProvider.System));

        Assert.Equal(17, results.Count);
        Assert.All(results.Where(result => result.Level != DoctorLevel.Ok), result => Assert.NotEmpty(result.Cure));
        Assert.Equal(
            ["git remotes", "allowed signers", "state directory", "disk space", "model server", "admin socket"],
            results.Where(result => result.Level == DoctorLevel.Failure).Select(result => result.Check));
    }

    [Fact]
    public async Task Doctor_with_a_bad_configuration_fails_with_its_problems()
    {
        _folder.Write("agent.yaml", "kind: Agent\n");

        var run = await CommandRun.Of(DoctorCommand.Create(path => DoctorChecks.For(path, TimeProvider.System)), $"doctor --config {_folder["agent.yaml"]}");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("fail  configuration  ", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent.yaml:1:1: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_with_a_good_configuration_has_every_check()
    {
        _folder.Write("agent.yaml", AgentYaml.Of(_folder.Path, "https://git.example.org/fleet.git", Guid.Parse("6f1c8a4e-92d3-4b0a-8f57-1f6f0f6f2a10")));

        var checks = DoctorChecks.For(_folder["agent.yaml"], TimeProvider.System);

        Assert.Equal(18, checks.Count);
        Assert.Contains("https://git.example.org/fleet.git", checks[1].Look().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "fail")]
    [InlineData("rm@example.org nonsense\n", "fail")]
    [InlineData("rm@example.org namespaces=\"file\" KEY\n", "fail")]
    [InlineData("rm@example.org namespaces=\"git\" KEY\n", "ok")]
    [InlineData("rm@example.org WEAK\n", "fail")]
    [InlineData("rm@example.org WEAK\nrm@example.org KEY\n", "warn")]
    public void Allowed_signers_are_parsed(string text, string level)
    {
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", _folder["key"]]);
        Tool.Run("ssh-keygen", ["-q", "-t", "rsa", "-b", "1024", "-N", "", "-C", "", "-f", _folder["weak"]]);
        text = text.Replace("WEAK", File.ReadAllText(_folder["weak.pub"]).Trim(), StringComparison.Ordinal);
        _folder.Write("signers", text.Replace("KEY", File.ReadAllText(_folder["key.pub"]).Trim(), StringComparison.Ordinal));

        var result = DoctorCommand.Run(DeviceChecks.For(Subject() with { AllowedSigners = _folder["signers"] }, TimeProvider.System)).Single(one => one.Check is "allowed signers");

        Assert.Equal(level switch { "ok" => DoctorLevel.Ok, "warn" => DoctorLevel.Warning, _ => DoctorLevel.Failure }, result.Level);
    }

    [Fact]
    public void Trust_document_is_read_and_what_is_remembered_is_told()
    {
        var fleet = new FleetRepositoryBuilder(_folder["fleet"]);
        var meta = new Trust.TrustFleet(fleet, _folder["people"]);
        var subject = Subject() with { AllowedSigners = null, Trust = meta.EnrolledFile, RepoId = meta.Document.RepoId };
        Assert.Equal([DoctorLevel.Ok, DoctorLevel.Ok], Levels(subject));
        var state = new DeviceState(_folder.Path);
        state.Prepare();
        var root = TrustChain.Enrol(File.ReadAllBytes(meta.EnrolledFile), meta.Document.RepoId).Value!;
        state.Trust.Write(RememberedTrust.Of(new TrustView { Root = root }, []));

        Assert.Equal([DoctorLevel.Ok, DoctorLevel.Ok], Levels(subject));
        Assert.Equal([DoctorLevel.Failure, DoctorLevel.Warning], Levels(subject with { RepoId = Guid.Empty }));
        File.Delete(meta.EnrolledFile);
        File.WriteAllText(_folder["state", "trust.0"], "garbage");
        Assert.Equal([DoctorLevel.Failure, DoctorLevel.Warning], Levels(subject));

        static IEnumerable<DoctorLevel> Levels(DoctorSubject subject) => DoctorCommand.Run(DeviceChecks.For(subject, TimeProvider.System))
            .Where(one => one.Check is "trust document" or "remembered trust").Select(one => one.Level);
    }

    [Fact]
    public void State_that_was_written_is_whole_damaged_or_lost()
    {
        var state = new DeviceState(_folder.Path);
        Assert.Equal(DoctorLevel.Ok, StateChecks.Journal(_folder.Path).Level);
        state.Prepare();
        state.Journal.Write(new DeploymentState { LastNumber = 1 });
        state.Journal.Write(new DeploymentState { LastNumber = 2 });
        Assert.Equal(DoctorLevel.Ok, StateChecks.Journal(_folder.Path).Level);

        File.WriteAllText(_folder["state/journal.0"], "torn");
        Assert.Equal(DoctorLevel.Warning, StateChecks.Journal(_folder.Path).Level);

        File.WriteAllText(_folder["state/journal.1"], "torn");
        Assert.Equal(DoctorLevel.Failure, StateChecks.Journal(_folder.Path).Level);
        File.WriteAllText(_folder["state/accepted.0"], "torn");
        Assert.Equal(DoctorLevel.Failure, StateChecks.Accepted(_folder.Path).Level);
    }

    [Fact]
    public void Going_back_needs_every_byte_of_what_was_committed()
    {
        var model = "model"u8.ToArray();
        var store = new BlobStore(_folder.Path);
        store.Prepare();
        File.WriteAllBytes(store.PathOf(Sha256Digest.Of(model)), model);
        var slots = new SlotStore(_folder.Path, store.PathOf);
        var committed = Sample.Generation(3);
        Assert.IsType<StageResult.Staged>(slots.Stage(Slot.A, new SlotContent(3, committed.Content, [new SlotModel("vad", Sha256Digest.Of(model), model.Length)], []), CancellationToken.None));
        Assert.Null(slots.Activate(Slot.A));
        var state = new DeviceState(_folder.Path);
        state.Prepare();
        state.Journal.Write(new DeploymentState { LastNumber = 3, Current = committed });

        Assert.Equal(DoctorLevel.Ok, StateChecks.GoingBack(_folder.Path, _folder.Path, 0).Level);
        Assert.Equal(DoctorLevel.Ok, StateChecks.SlotBytes(_folder.Path, Slot.A).Level);
        Assert.Equal(DoctorLevel.Ok, StateChecks.SlotBytes(_folder.Path, Slot.B).Level);
        Assert.Equal(DoctorLevel.Failure, StateChecks.GoingBack(_folder.Path, _folder.Path, long.MaxValue / 2).Level);

        var path = slots.ModelPath(Slot.A, "vad", 3);
        File.Delete(path);
        File.WriteAllText(path, "Model");
        Assert.Equal(DoctorLevel.Failure, StateChecks.GoingBack(_folder.Path, _folder.Path, 0).Level);
        Assert.Equal(DoctorLevel.Failure, StateChecks.SlotBytes(_folder.Path, Slot.A).Level);

        Assert.Null(slots.Deactivate());
        Assert.Equal(DoctorLevel.Warning, StateChecks.SlotBytes(_folder.Path, Slot.A).Level);
    }

    [Fact]
    public void Slots_of_a_new_device_are_in_order()
    {
        Assert.Equal(DoctorLevel.Ok, ActiveLink().Level);
        Assert.Equal(DoctorLevel.Ok, SlotChecks.BothFilled(_folder.Path).Level);
    }

    [Fact]
    public void Slots_with_one_generation_have_nothing_to_go_back_to()
    {
        Fill("a");
        Link("slots/a");

        Assert.Equal(DoctorLevel.Ok, ActiveLink().Level);
        Assert.Equal(DoctorLevel.Warning, SlotChecks.BothFilled(_folder.Path).Level);
    }

    [Fact]
    public void Slots_with_two_generations_are_in_order()
    {
        Fill("a");
        Fill("b");
        Link("slots/b");

        Assert.Equal(DoctorLevel.Ok, ActiveLink().Level);
        Assert.Equal(DoctorLevel.Ok, SlotChecks.BothFilled(_folder.Path).Level);
        Assert.Equal(_folder["slots/a"], SlotChecks.InactiveOf(_folder.Path));
    }

    [Theory]
    [InlineData("slots/c")]
    [InlineData("/etc")]
    [InlineData("slots/b")]
    public void Active_link_to_anything_but_a_filled_slot_fails(string target)
    {
        Fill("a");
        Link(target);

        Assert.Equal(DoctorLevel.Failure, ActiveLink().Level);
    }

    [Fact]
    public void Active_link_that_is_missing_is_no_failure_until_a_release_is_committed()
    {
        Fill("a");
        var journal = new DeviceState(_folder.Path);
        journal.Prepare();
        journal.Journal.Write(new DeploymentState { Phase = DeploymentPhase.Preflight, Target = Sample.Generation(1) });
        Assert.Equal((DoctorLevel.Ok, "Nothing is active, and nothing has to be: no release is committed."), (ActiveLink().Level, ActiveLink().Message));

        journal.Journal.Write(new DeploymentState { Current = Sample.Generation(1), LastNumber = 1 });
        Assert.Equal(DoctorLevel.Failure, ActiveLink().Level);
    }

    [Fact]
    public void Active_link_that_is_missing_or_a_folder_fails()
    {
        Fill("a");
        Assert.Equal(DoctorLevel.Failure, ActiveLink().Level);

        Directory.CreateDirectory(_folder["active"]);
        Assert.Equal(DoctorLevel.Failure, ActiveLink().Level);
    }

    [Fact]
    public void Room_for_two_counts_the_active_slot_and_the_reserve()
    {
        Fill("a", size: 5_000_000);
        Link("slots/a");

        var fits = StorageChecks.RoomForTwo(_folder.Path, reserve: 1_000_000);
        var tight = StorageChecks.RoomForTwo(_folder.Path, reserve: long.MaxValue / 2);

        Assert.Equal(DoctorLevel.Ok, fits.Level);
        Assert.Contains("a second generation of 5 MB and the reserve of 1 MB need 6 MB", fits.Message, StringComparison.Ordinal);
        Assert.Equal(DoctorLevel.Failure, tight.Level);
    }

    [Fact]
    public void State_directory_that_can_be_written_is_left_as_it_was()
    {
        Assert.Equal(DoctorLevel.Ok, StorageChecks.Writable(_folder.Path).Level);
        Assert.Equal(DoctorLevel.Ok, StorageChecks.OneFileSystem(_folder.Path).Level);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void State_directory_on_a_read_only_mount_fails() =>
        Assert.Equal(DoctorLevel.Failure, StorageChecks.Writable("/proc/sys/kernel/nowhere").Level);

    [Fact]
    public void Mount_table_finds_the_mount_on_top()
    {
        var table = MountTable.Parse(
        [
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 22 8:2 / /var/lib/git\\040edge rw - ext4 /dev/sda2 ro,errors=remount-ro",
            "31 22 8:3 / /var/lib ro master:2 shared:7 - btrfs /dev/sda3 rw",
            "32 22 8:4 / /var/lib rw - xfs /dev/sda4 rw",
            "not a mount",
            "",
        ]);

        Assert.Equal(new MountPoint("/var/lib/git edge", "30", ReadOnly: true, "ext4"), table.Of("/var/lib/git edge/slots"));
        Assert.Equal("32", table.Of("/var/lib")!.Id);
        Assert.Equal("22", table.Of("/var/library")!.Id);
    }

    [Fact]
    public void Clock_before_the_build_fails_and_an_unsynchronised_one_warns()
    {
        var built = Sample.Now;

        Assert.Equal(DoctorLevel.Failure, SystemChecks.Clock(DateTimeOffset.UnixEpoch, built, synchronised: true).Level);
        Assert.Equal(DoctorLevel.Warning, SystemChecks.Clock(built, built, synchronised: false).Level);
        Assert.Equal(DoctorLevel.Unknown, SystemChecks.Clock(built, built, synchronised: null).Level);
        Assert.Equal(DoctorLevel.Ok, SystemChecks.Clock(built, built, synchronised: true).Level);
        _ = KernelClock.IsSynchronised();
    }

    [Theory]
    [InlineData("MemAvailable:    1000000 kB", DoctorLevel.Ok)]
    [InlineData("MemAvailable:      64000 kB", DoctorLevel.Warning)]
    [InlineData("MemFree:         1000000 kB", DoctorLevel.Unknown)]
    [InlineData("MemAvailable:", DoctorLevel.Unknown)]
    public void Memory_needs_room_for_a_second_model(string line, object level) =>
        Assert.Equal((DoctorLevel)level, SystemChecks.Memory(["MemTotal: 5 kB", line]).Level);

    [Fact]
    public async Task Admin_socket_must_answer_in_http()
    {
        var path = _folder["admin.sock"];
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();

        Assert.Equal(DoctorLevel.Ok, await Ask("HTTP/1.1 200 OK\r\n\r\n"));
        Assert.Equal(DoctorLevel.Failure, await Ask("SSH-2.0-x\r\n"));

        async Task<DoctorLevel> Ask(string answer)
        {
            var finding = Task.Run(() => ServerChecks.AdminSocket(path));
            using var client = await listener.AcceptAsync();
            await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer));
            return (await finding).Level;
        }
    }

    [Fact]
    public void Admin_socket_that_nobody_answers_fails()
    {
        Assert.Equal(DoctorLevel.Failure, ServerChecks.AdminSocket(_folder["none.sock"]).Level);
        Assert.Equal(DoctorLevel.Failure, ServerChecks.AdminSocket("/" + new string('x', 200)).Level);
    }

    [Fact]
    public void Executable_must_be_there_and_executable()
    {
        var path = _folder.Write("server", "");

        Assert.Equal(DoctorLevel.Failure, ServerChecks.Executable(path + "x").Level);
        Assert.Equal(DoctorLevel.Failure, ServerChecks.Executable(path).Level);
        Assert.Equal(DoctorLevel.Ok, ServerChecks.Executable("/bin/sh").Level);
    }

    private static Task<CommandRun> Run(IReadOnlyList<DoctorCheck> checks, string options = "") =>
        CommandRun.Of(DoctorCommand.Create(_ => checks), $"doctor {options}");

    private DoctorSubject Subject() => new()
    {
        Remotes = ["https://git.example.org/fleet.git"],
        AllowedSigners = _folder["allowed_signers"],
        Root = _folder.Path,
        SlotRoot = _folder.Path,
        Runtime = _folder.Path,
        InferenceExecutable = _folder["gitedge-inference"],
        AdminSocket = _folder["admin.sock"],
        Reserve = 64_000_000,
    };

    private void Fill(string slot, int size = 10)
    {
        _folder.Write($"slots/{slot}/generation.json", "");
        _folder.Write($"slots/{slot}/models/vad/1/model.onnx", new string('x', size));
    }

    private DoctorFinding ActiveLink() => SlotChecks.ActiveLink(_folder.Path, () => StateChecks.ReadJournal(_folder.Path));

    private void Link(string target) => File.CreateSymbolicLink(_folder["active"], target);
}
