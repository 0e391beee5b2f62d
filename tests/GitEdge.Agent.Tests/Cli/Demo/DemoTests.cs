using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Cli.Demo;

/// <summary>The demo as 'make demo' starts it, with everything real.</summary>
[Trait("Category", "Slow")]
public sealed partial class DemoTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public void Demo_shows_all_seven_steps_answers_every_request_and_leaves_nothing_behind()
    {
        using var temporary = new TempDirectory();
        var run = Tool.Try(Program("eng/demo"), [Configuration, "--fast"], SourceTree(), Temporary(temporary.Path));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var ledger = LedgerLine().Match(run.Output);
        Assert.True(ledger.Success, run.Output);
        Assert.Equal(ledger.Groups["sent"].Value, ledger.Groups["answered"].Value);
        Assert.True(int.Parse(ledger.Groups["sent"].Value) > 100);
        Assert.Equal(7, StepLine().Count(run.Output));
        Assert.DoesNotContain("not shown", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void Demo_without_its_models_says_what_it_wanted_and_fails()
    {
        using var temporary = new TempDirectory();
        var run = Run(temporary.Path, Server, temporary["none"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("expected the model", run.Output, StringComparison.Ordinal);
        Assert.Contains("give --models DIR", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void Demo_whose_third_step_ends_otherwise_than_told_fails_and_says_how()
    {
        using var models = new TempDirectory();
        using var temporary = new TempDirectory();
        foreach (var (name, source) in new[] { ("v5", "v5"), ("v6", "v6"), ("legacy", "v5") })
            File.Copy(Path.Combine(Models, $"silero_vad_{source}.onnx"), models[$"silero_vad_{name}.onnx"]);
        var run = Run(temporary.Path, Server, models.Path);
        Assert.True(run.ExitCode == 1, run.Output + run.Errors);
        Assert.Contains("expected the reason 'interface-mismatch'", run.Output, StringComparison.Ordinal);
        Assert.Contains("seen: 'golden-mismatch'", run.Output, StringComparison.Ordinal);
        Assert.Matches(LedgerLine(), run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void Demo_whose_server_cannot_start_fails_and_leaves_nothing_behind()
    {
        using var temporary = new TempDirectory();
        var run = Run(temporary.Path, "/bin/false", Models);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("/bin/false", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void Demo_that_is_interrupted_takes_its_processes_and_its_disk_with_it()
    {
        using var temporary = new TempDirectory();
        var start = new ProcessStartInfo(Program("eng/demo"), [Configuration]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["TMPDIR"] = temporary.Path;
        using var demo = Process.Start(start)!;
        while (demo.StandardOutput.ReadLine() is { } line && !line.Contains("the agent starts", StringComparison.Ordinal))
        {
        }
        Tool.Run("kill", ["-INT", $"{demo.Id}"]); // what Ctrl-C sends
        Assert.Contains("stopped", demo.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        demo.WaitForExit();
        Assert.Equal(130, demo.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
        Assert.DoesNotContain(temporary.Path, File.ReadAllText("/proc/mounts"), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Where(IsProcess), process => CommandLine(process).Contains(temporary.Path, StringComparison.Ordinal));
    }

    private static string Server => Program($"src/GitEdge.Inference/bin/{Configuration}/net10.0/gitedge-inference");

    private static string Models => Program("node_modules/@ricky0123/vad-web/dist");

    private static ToolResult Run(string temporary, string inference, string models) =>
        Tool.Try(Program($"src/GitEdge.Agent/bin/{Configuration}/net10.0/gitedge"), ["demo", "--inference", inference, "--models", models], null, Temporary(temporary));

    private static Dictionary<string, string> Temporary(string folder) => new() { ["TMPDIR"] = folder };

    private static string Program(string relative) => Path.Combine(SourceTree(), relative);

    private static bool IsProcess(string folder) => int.TryParse(Path.GetFileName(folder), out _);

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // Gone by now.
        }
    }

    private static string SourceTree()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GitEdge.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in the source tree.");
        return folder;
    }

    [GeneratedRegex(@"requests: sent (?<sent>\d+), answered (?<answered>\d+), failed: 0;", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LedgerLine();

    [GeneratedRegex(@"^[1-7]\. .+\d s$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepLine();
}
