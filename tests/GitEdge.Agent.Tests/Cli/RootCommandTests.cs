using System.CommandLine;
using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Cli;

public sealed class RootCommandTests
{
    public static TheoryData<string> Commands => [.. Leaves(RootCommandFactory.Create(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_every_command_has_examples_and_exit_codes(string command)
    {
        var run = await Run([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"Examples:\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"gitedge {command}", run.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:\n  0", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_in_the_documentation(string command) =>
        Assert.Contains($"`gitedge {command}", File.ReadAllText(Repository.File("docs", "operations.md")), StringComparison.Ordinal);

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("status --no-such-option")]
    [InlineData("plan --device cam-9")]
    [InlineData("plan --at yesterday --repository .")]
    [InlineData("verify")]
    [InlineData("history --limit 0")]
    [InlineData("release")]
    [InlineData("")]
    public async Task Wrong_command_line_ends_with_2(string line)
    {
        var run = await Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task Version_is_a_version()
    {
        var run = await Run(["--version"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\A\d+\.\d+\.\d+\n\z", run.Output);
    }

    [Fact]
    public async Task Golden_record_hands_over_with_the_exit_code_of_the_model_server()
    {
        using var folder = new TempDirectory();
        folder.Write("child", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.arguments\"\nexit 7\n");
        File.SetUnixFileMode(folder["child"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await Run(["golden", "record", "--model", "m.onnx", "--inference", folder["child"], "--shape", "x=1,2", "--shape", "y=3"]);

        Assert.Equal(7, run.ExitCode);
        Assert.Equal("golden\nrecord\n--model\nm.onnx\n--shape\nx=1,2\n--shape\ny=3\n", File.ReadAllText(folder["child.arguments"]));
        Assert.Equal(1, (await Run(["golden", "record", "--inference", folder["none"]])).ExitCode);
    }

    [Fact]
    public async Task Status_and_history_find_their_folders_through_the_configuration()
    {
        using var folder = new TempDirectory();
        folder.Write("agent.yaml", AgentYaml.Of(folder.Path, "file:///nowhere", Guid.Parse("6f1c8a4e-92d3-4b0a-8f57-1f6f0f6f2a10")));
        Directory.CreateDirectory(folder["run"]);
        Directory.CreateDirectory(folder["root"]);
        File.WriteAllText(folder["run/status.json"], System.Text.Json.JsonSerializer.Serialize(
            Sample.Status() with { At = DateTimeOffset.UtcNow, NextPoll = null }, GitEdge.Core.Status.StatusJson.Default.DeviceStatus));
        File.WriteAllText(folder["root/history.jsonl"], Sample.Lines([Sample.Step(4, Core.Deployments.DeploymentPhase.Idle, Core.Deployments.DeploymentPhase.Fetching, 0)]));

        var status = await Run(["status", "--config", folder["agent.yaml"]]);
        var history = await Run(["history", "--config", folder["agent.yaml"]]);
        var nowhere = await Run(["status", "--config", folder["none.yaml"]]);

        Assert.Equal(0, status.ExitCode);
        Assert.Contains("cam-017", status.Output, StringComparison.Ordinal);
        Assert.Equal(0, history.ExitCode);
        Assert.Contains("stable/4", history.Output, StringComparison.Ordinal);
        Assert.Equal((4, ""), (nowhere.ExitCode, nowhere.Output));
        Assert.Contains("none.yaml", nowhere.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Where(one => !one.Hidden)
        .SelectMany(one => one.Subcommands.Count == 0 ? [$"{path}{one.Name}"] : Leaves(one, $"{path}{one.Name} "));

    private static async Task<CommandRun> Run(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = await RootCommandFactory.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = errors });
        return new CommandRun(code, output.ToString(), errors.ToString());
    }
}
