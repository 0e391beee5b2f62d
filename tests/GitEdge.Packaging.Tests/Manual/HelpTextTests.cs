using GitEdge.Packaging.Manual;

namespace GitEdge.Packaging.Tests.Manual;

public sealed class HelpTextTests
{
    private const string Help = """
        Description:
          Show what runs.
          A second line.

        Usage:
          tool show [options]

        Options:
          --root <DIR>    Where: it lies. [default: /var]
                          Goes on.
          -?, -h, --help  Help

        Commands:
          one <NAME>  First.
          two         Second.

        Exit codes:
          0  well

        """;

    [Fact]
    public void Help_is_taken_apart()
    {
        var help = HelpText.Of("tool", [], arguments => arguments.Count == 1 ? Help : "Description:\n  Below.\n");

        Assert.Equal("Show what runs.", help.Summary);
        Assert.Equal([("--root <DIR>", "Where: it lies. [default: /var] Goes on."), ("-?, -h, --help", "Help")], help["Options"]!.Rows);
        Assert.Equal(["tool one", "tool two"], help.Subcommands.Select(command => command.Command));
        Assert.Equal([("0", "well")], help["Exit codes"]!.Rows);
    }

    [Fact]
    public void Page_keeps_what_would_mean_something_to_roff()
    {
        var page = new Roff("page", 1, "tool 1", DateTimeOffset.UnixEpoch).Section("NAME").Text(".so /etc/passwd \\n it's --option").ToString();

        Assert.Contains("\n\\&.so /etc/passwd \\en it\\(aqs \\-\\-option\n", page, StringComparison.Ordinal);
    }
}
