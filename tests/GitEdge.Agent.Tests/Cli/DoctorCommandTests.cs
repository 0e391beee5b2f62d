using System.Net.Sockets;
using System.Text.Json;
using GitEdge.Agent.Cli.Doctor;
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
        var subject = Subject() with { Root = _folder["none"], Remotes = [] };

        var results = DoctorCommand.Run(DeviceChecks.For(subject, TimeProvider.System));

        Assert.Equal(12, results.Count);
        Assert.All(results.Where(result => result.Level != DoctorLevel.Ok), result => Assert.NotEmpty(result.Cure));
        Assert.Equal(
            ["git remotes", "allowed signers", "state directory", "disk space", "model server", "admin socket"],
            results.Where(result => result.Level == DoctorLevel.Failure).Select(result => result.Check));
    }

    [Fact]
    public void Slots_of_a_new_device_are_in_order()
    {
        Assert.Equal(DoctorLevel.Ok, SlotChecks.ActiveLink(_folder.Path).Level);
        Assert.Equal(DoctorLevel.Ok, SlotChecks.BothFilled(_folder.Path).Level);
    }

    [Fact]
    public void Slots_with_one_generation_have_nothing_to_go_back_to()
    {
        Fill("a");
        Link("slots/a");

        Assert.Equal(DoctorLevel.Ok, SlotChecks.ActiveLink(_folder.Path).Level);
        Assert.Equal(DoctorLevel.Warning, SlotChecks.BothFilled(_folder.Path).Level);
    }

    [Fact]
    public void Slots_with_two_generations_are_in_order()
    {
        Fill("a");
        Fill("b");
        Link("slots/b");

        Assert.Equal(DoctorLevel.Ok, SlotChecks.ActiveLink(_folder.Path).Level);
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

        Assert.Equal(DoctorLevel.Failure, SlotChecks.ActiveLink(_folder.Path).Level);
    }

    [Fact]
    public void Active_link_that_is_missing_or_a_folder_fails()
    {
        Fill("a");
        Assert.Equal(DoctorLevel.Failure, SlotChecks.ActiveLink(_folder.Path).Level);

        Directory.CreateDirectory(_folder["active"]);
        Assert.Equal(DoctorLevel.Failure, SlotChecks.ActiveLink(_folder.Path).Level);
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

    private void Link(string target) => File.CreateSymbolicLink(_folder["active"], target);
}
