using System.CommandLine;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary><c>gitedge verify</c>: is this tag a release that the named signers signed?</summary>
internal static class VerifyCommand
{
    private const string Examples = """
        git cat-file tag rollout/stable/7 | gitedge verify --allowed-signers allowed_signers --tag - --ref rollout/stable/7
        gitedge verify --allowed-signers /etc/gitedge/allowed_signers --tag tag.txt --json | jq -r .reason
        """;

    private const string ExitCodes = """
        0  verified: signed by an allowed key, and the message ends in the digest of GITEDGE.lock
        1  a file cannot be read
        2  the command line is wrong
        3  refused; the output has the stable reason code (docs/reasons.md), what was found and what to do
        """;

    /// <param name="input">Standard input; the process's own when null.</param>
    public static Command Create(Func<Stream>? input = null)
    {
        var signers = new Option<string>("--allowed-signers")
        {
            Description = "Who may sign releases, in OpenSSH's allowed_signers form.", HelpName = "FILE", Required = true,
        };
        var tag = new Option<string>("--tag")
        {
            Description = "The tag object's raw bytes, as 'git cat-file tag NAME' prints them; - reads standard input.", HelpName = "FILE", Required = true,
        };
        var name = new Option<string?>("--ref")
        {
            Description = "The name it came under, such as rollout/stable/7; must be the one the signed tag says.", HelpName = "NAME",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("verify", "Verify a release's tag from its raw bytes, as a device does. Trusts no git, no repository and no configuration.")
        {
            signers, tag, name, json,
        };
        command.SetAction(parsed => (int)Run(
            new VerifyRequest(parsed.GetRequiredValue(signers), parsed.GetRequiredValue(tag), parsed.GetValue(name)),
            parsed.GetValue(json), input ?? Console.OpenStandardInput, parsed.InvocationConfiguration));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static ExitCode Run(VerifyRequest request, bool json, Func<Stream> input, InvocationConfiguration streams)
    {
        VerifyDocument found;
        try
        {
            found = new TagCheck(Ed25519.Load().Verify, input).Run(request);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            streams.Error.WriteLine($"error: {ControlText.Escape(e.Message)}");
            return ExitCode.Failure;
        }
        if (json)
            Terminal.Plain(streams.Output).Json(found, CliJson.Default.VerifyDocument);
        else if (found.Verified)
            Show(Terminal.For(streams.Output), found);
        else
            streams.Error.WriteLine(ControlText.Escape($"error: {found.Reason}: {found.Detail} fix: {found.Cure}"));
        return found.Verified ? ExitCode.Ok : ExitCode.Rejected;
    }

    private static void Show(Terminal terminal, VerifyDocument found)
    {
        terminal.Line(new Styled("verified", Tone.Good));
        terminal.Fields(
        [
            new Field("Signed by", new Styled(found.Principal!, Tone.Strong)),
            new Field("Key", found.KeyFingerprint!),
            new Field("Tag", found.Tag!),
            new Field("Commit", found.Target!),
            new Field("Lock", found.Lock!.Value.ToString()),
            new Field("Tagged", $"{Words.Time(found.TaggedAt!.Value)} by {found.Tagger}"),
        ]);
    }
}
