using System.CommandLine;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge fresh</c>: the freshness beacon.</summary>
internal static class FreshCommand
{
    private const string Examples = """
        gitedge fresh sign --key /etc/gitedge-fresh/key --lifetime 24h
        0 * * * *  cd /srv/fleet && git fetch -q --tags && git fetch -q origin gitedge-meta:gitedge-meta \
                   && gitedge fresh sign --key /srv/fresh-key && git push -q origin gitedge-meta     every hour, by cron
        """;

    /// <summary>The command.</summary>
    public static Command Create() => new("fresh", "The freshness beacon, by which devices notice that something is kept from them.") { Sign() };

    private static Command Sign()
    {
        var lifetime = new Option<TimeSpan>("--lifetime") { Description = "How long it says anything. [default: 24h]", HelpName = "TIME", CustomParser = OptionText.Duration, DefaultValueFactory = _ => TimeSpan.FromHours(24) };
        var options = new MetaOptions();
        var command = options.AddTo(
            new Command("sign", "Sign which release of each channel, trust document and hold document are the newest. Asks nobody anything; for a cron job.") { lifetime },
            (parse, session, cancellation) => new FreshAuthor(session, ManifestReader.ReadFleet, ManifestReader.ReadRollout).SignAsync(parse.GetValue(lifetime), options.KeysOf(parse), cancellation),
            mayAsk: false);
        return ExampleHelp.AddTo(command, Examples, KeysCommand.ExitCodes);
    }
}
