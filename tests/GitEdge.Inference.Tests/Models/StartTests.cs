using System.Net.Sockets;
using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Tests.Models;

[Trait("Category", "Slow")]
public sealed class StartTests
{
    [Fact]
    public async Task Start_without_an_active_slot_serves_nothing_and_is_ready()
    {
        using var tree = new SlotTree();
        using var server = InferenceServerProcess.Start(tree.Root);
        Assert.True((bool)(await server.Public.GetAsync("v2/health/ready").JsonAsync())["ready"]!);
        Assert.Equal("[]", (await server.AdminAsync("v2/repository/index", "")).ToJsonString());
    }

    [Fact]
    public async Task Restart_brings_back_what_is_active_and_nothing_else()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1)).Activate("a").Add("b", "plus", 2, TestModels.Plus(2)).Add("b", "new", 2, TestModels.AlwaysOne());
        using (var server = InferenceServerProcess.Start(tree.Root))
        {
            await server.LoadAsync("plus", 2);
            await server.PromoteAsync("\"plus\":\"2\"");
            Assert.Equal("2", await DefaultOf(server));
        }
        // Killed before the link was renamed: the old version is what the device has agreed on.
        using (var server = InferenceServerProcess.Start(tree.Root))
            Assert.Equal("1", await DefaultOf(server));
        tree.Activate("b");
        using (var server = InferenceServerProcess.Start(tree.Root))
        {
            Assert.Equal("2", await DefaultOf(server));
            Assert.Equal(2, (await server.AdminAsync("v2/repository/index", "")).AsArray().Count);
        }
    }

    [Fact]
    public async Task Highest_version_that_loads_becomes_the_default()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1)).Add("a", "plus", 10, TestModels.Plus(10)).Add("a", "plus", 9, TestModels.Plus(9))
            .Add("a", "plus", 11, [1, 2, 3]).Activate("a");
        using var server = InferenceServerProcess.Start(tree.Root);
        Assert.Equal("10", await DefaultOf(server));
    }

    [Fact]
    public async Task Version_promoted_while_the_active_slot_is_still_being_loaded_stays_the_default()
    {
        // Each of the two takes five seconds: the warm-up of a loop without end.
        using var tree = new SlotTree().Add("a", "early", 1, TestModels.ForEver()).Add("a", "plus", 1, TestModels.ForEver()).Activate("a")
            .Add("b", "plus", 2, TestModels.Plus(2));
        var socket = Path.Combine(tree.Root, "admin.sock");
        var starting = Task.Run(() => InferenceServerProcess.Start(tree.Root, socket: socket));
        await Until.TrueAsync(() => File.Exists(socket), "the admin socket");
        Tool.Run("curl", ["-sf", "--retry", "20", "--retry-all-errors", "--retry-delay", "1", "--unix-socket", socket, "http://admin/v2/repository/models/plus/load", "-d", """{"parameters":{"slot":"b","version":"2"}}"""]);
        Tool.Run("curl", ["-sf", "--unix-socket", socket, "http://admin/v2/repository/promote", "-d", """{"versions":{"plus":"2"}}"""]);
        using var server = await starting;
        Assert.Equal("2", await DefaultOf(server));
        Assert.Equal("1", (string)(await server.Public.GetAsync("v2/models/early").JsonAsync())["gitedge"]!["version"]!);
    }

    [Fact]
    public async Task Bytes_that_are_not_those_of_the_record_are_not_served_and_told()
    {
        using var tree = new SlotTree().Add("a", "damaged", 3, TestModels.Plus(1)).Add("a", "plus", 3, TestModels.Plus(2))
            .Add("a", "plus", 4, TestModels.Plus(3)).Add("a", "stranger", 3, TestModels.Plus(4)).Activate("a");
        Record(tree, ("damaged", [1]), ("missing", [2]), ("plus", TestModels.Plus(2)));
        using var server = InferenceServerProcess.Start(tree.Root);

        Assert.Equal("3", await DefaultOf(server));
        var index = (await server.AdminAsync("v2/repository/index", "")).AsArray();
        Assert.Equal(
            [("damaged", "3", "digest-mismatch"), ("missing", "3", "no-such-file"), ("plus", "3", ""), ("plus", "4", "not-in-record"), ("stranger", "3", "not-in-record")],
            index.Select(one => ((string)one!["name"]!, (string)one["version"]!, ((string)one["reason"]!).Split(':')[0])));
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "READY", "UNAVAILABLE", "UNAVAILABLE"], index.Select(one => (string)one!["state"]!));
        Assert.Contains("stage the model again", await server.Public.GetAsync("v2/models/damaged/ready").ErrorAsync(503), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_that_can_not_be_read_is_told_and_keeps_nothing_from_being_served()
    {
        using var tree = new SlotTree().Add("a", "plus", 3, TestModels.Plus(2)).Activate("a");
        File.WriteAllText(Path.Combine(tree.Root, "slots", "a", "generation.json"), "{");
        using var server = InferenceServerProcess.Start(tree.Root);
        Assert.Equal("3", await DefaultOf(server));
        Assert.Contains("without being compared with its record", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_too_large_for_the_memory_is_unavailable_and_the_others_are_served()
    {
        using var tree = new SlotTree().Add("a", "huge", 1, []).Add("a", "plus", 1, TestModels.Plus(1)).Activate("a");
        using (var file = File.OpenWrite(tree.ModelFile("a", "huge", 1)))
            file.SetLength(1L << 30);
        using var server = InferenceServerProcess.Start(tree.Root, before: ["sh", "-c", "DOTNET_GCHeapHardLimit=0x8000000 \"$0\" \"$@\"; exit $?"]);
        Assert.Equal("1", await DefaultOf(server));
        Assert.Contains("no-memory", await server.Public.GetAsync("v2/models/huge/ready").ErrorAsync(503), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_before_the_first_release_is_no_error()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1));
        using var server = InferenceServerProcess.Start(tree.Root);
        Assert.True((bool)(await server.Public.GetAsync("v2/health/ready").JsonAsync())["ready"]!);
        Assert.Contains("nothing is active yet", server.Log, StringComparison.Ordinal);
        Assert.DoesNotMatch("<3>|fail:", server.Log);
    }

    [Fact]
    public async Task Slot_that_can_not_be_listed_does_not_end_the_server()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1)).Activate("a");
        var models = Path.Combine(tree.Root, "slots", "a", "models");
        using var server = InferenceServerProcess.Start(tree.Root,
            before: ["strace", "-f", "-qq", "-o", "/dev/null", "-P", models, "-e", "trace=getdents64", "-e", "inject=getdents64:error=EIO"]);
        Assert.True((bool)(await server.Public.GetAsync("v2/health/ready").JsonAsync())["ready"]!);
        Assert.Contains("can not be listed", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_beside_another_server_is_refused_and_a_stale_socket_is_not_in_the_way()
    {
        using var tree = new SlotTree();
        using (InferenceServerProcess.Start(tree.Root))
        {
            var second = Tool.Try(InferenceServerProcess.Executable(), ["serve", "--root", tree.Root, "--listen", "http://127.0.0.1:0", "--admin", Path.Combine(tree.Root, "admin.sock")]);
            Assert.Equal(1, second.ExitCode);
            Assert.Contains("Another server listens", second.Errors, StringComparison.Ordinal);
        }
        // Killed: its socket is left behind.
        Assert.True(File.Exists(Path.Combine(tree.Root, "admin.sock")));
        using var third = InferenceServerProcess.Start(tree.Root);
    }

    [Fact]
    public void Port_that_is_taken_is_told_and_not_waited_for()
    {
        using var tree = new SlotTree();
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var result = Tool.Try(InferenceServerProcess.Executable(), ["serve", "--root", tree.Root, "--listen", $"http://{taken.LocalEndpoint}", "--admin", Path.Combine(tree.Root, "admin.sock")]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Can not listen", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "https://127.0.0.1:1")]
    [InlineData("--listen", "8500")]
    [InlineData("--listen", "http://127.0.0.1:1/v2")]
    [InlineData("--threads", "-1")]
    [InlineData("--threads", "many")]
    [InlineData("--max-request-bytes", "1")]
    public void Option_that_is_wrong_is_named_with_what_is_expected(string option, string value)
    {
        var result = Tool.Try(InferenceServerProcess.Executable(), ["serve", "--root", "/nonexistent", option, value]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{option} must be", result.Errors, StringComparison.Ordinal);
        Assert.Contains(value, result.Errors, StringComparison.Ordinal);
    }

    // As the agent writes it; more is in it than the server reads.
    private static void Record(SlotTree tree, params (string Name, byte[] Model)[] models) => File.WriteAllText(
        Path.Combine(tree.Root, "slots", "a", "generation.json"),
        $$"""{"format":1,"generation":3,"content":"{{Sha256Digest.Of([])}}","models":[{{string.Join(',', models.Select(one =>
            $$"""{"name":"{{one.Name}}","digest":"{{Sha256Digest.Of(one.Model)}}","size":{{one.Model.Length}}}"""))}}],"golden":[]}""");

    private static async Task<string> DefaultOf(InferenceServerProcess server) =>
        (string)(await server.Public.GetAsync("v2/models/plus").JsonAsync())["gitedge"]!["version"]!;
}
