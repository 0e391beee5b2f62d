using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge keys init</c>: the first trust document.</summary>
internal static class KeysInitCommand
{
    private const string Examples = """
        gitedge keys init                          one key, git's signing key, may do everything
        gitedge keys init --principal anna=anna.pub --principal ben=ben.pub --principal carl=carl.pub \
            --root 2 --release prod=2:anna,ben,carl --hold 1 --fresh 1:carl --expires 365d --key ~/.ssh/anna
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var principals = new Option<(string Name, string File)[]>("--principal") { Description = "A person and their public key; may be given several times.", HelpName = "NAME=PUBFILE", CustomParser = OptionText.Pairs };
        var root = new Option<RoleRequest?>("--root") { Description = "Who signs trust documents. [default: more than half]", HelpName = "K[:names]", CustomParser = OptionText.Role };
        var releases = new Option<Dictionary<string, RoleRequest>>("--release") { Description = "Who releases to a channel; may be given several times. [default: 2 of all, or the only one]", HelpName = "CHANNEL=K[:names]", CustomParser = OptionText.Releases };
        var hold = new Option<RoleRequest?>("--hold") { Description = "Who stops channels. [default: anybody]", HelpName = "K[:names]", CustomParser = OptionText.Role };
        var fresh = new Option<RoleRequest?>("--fresh") { Description = "Who signs the freshness beacon. [default: nobody; with one person, that one]", HelpName = "K[:names]", CustomParser = OptionText.Role };
        var expires = new Option<TimeSpan>("--expires") { Description = "How long the document counts. [default: 365d]", HelpName = "TIME", CustomParser = OptionText.Duration, DefaultValueFactory = _ => TimeSpan.FromDays(365) };
        var output = new Option<string?>("--out") { Description = "Write a copy for devices, to be enrolled with, once it is complete.", HelpName = "FILE" };
        var options = new MetaOptions();
        var command = new Command("init", "Make the fleet's first trust document. Every number counts people, not keys.") { principals, root, releases, hold, fresh, expires, output };
        options.AddTo(command, async (parse, session, cancellation) =>
        {
            var fleet = FleetValidate.Run(session.Git.Directory, ManifestReader.ReadFleet);
            if (!fleet.IsValid)
                return new Refusal($"the folder holds no valid fleet: {fleet.Problems[0]}", "see 'gitedge fleet validate'") { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
            var request = new FoundRequest
            {
                Principals = [.. parse.GetValue(principals) ?? []],
                Root = parse.GetValue(root),
                Releases = parse.GetValue(releases) ?? [],
                Hold = parse.GetValue(hold),
                Fresh = parse.GetValue(fresh),
                Lifetime = parse.GetValue(expires),
                Keys = options.KeysOf(parse),
            };
            return await TrustCopy.WriteAsync(await new KeysAuthor(session).FoundAsync(request, FleetFacts.Of(fleet.Value), cancellation), session, parse.GetValue(output), cancellation);
        });
        return ExampleHelp.AddTo(command, Examples, KeysCommand.ExitCodes);
    }
}
