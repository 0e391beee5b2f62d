using System.Net.Sockets;

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
    [InlineData("--threads", "0")]
    [InlineData("--threads", "many")]
    [InlineData("--max-request-bytes", "1")]
    public void Option_that_is_wrong_is_named_with_what_is_expected(string option, string value)
    {
        var result = Tool.Try(InferenceServerProcess.Executable(), ["serve", "--root", "/nonexistent", option, value]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{option} must be", result.Errors, StringComparison.Ordinal);
        Assert.Contains(value, result.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> DefaultOf(InferenceServerProcess server) =>
        (string)(await server.Public.GetAsync("v2/models/plus").JsonAsync())["gitedge"]!["version"]!;
}
