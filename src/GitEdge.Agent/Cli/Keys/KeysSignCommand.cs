using System.CommandLine;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge keys sign</c>: one signature more for the version that waits.</summary>
internal static class KeysSignCommand
{
    private const string Examples = """
        gitedge keys sign                              shows what changes, asks, and signs with git's signing key
        gitedge keys sign --key ~/.ssh/id_ed25519_sk   with a hardware key
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var output = new Option<string?>("--out") { Description = "Write a copy of the document that counts then, for devices.", HelpName = "FILE" };
        var options = new MetaOptions();
        var command = options.AddTo(
            new Command("sign", "Add your signature to the next version of the trust document.") { output },
            async (parse, session, cancellation) => await TrustCopy.WriteAsync(
                await new KeysAuthor(session).CosignAsync(options.KeysOf(parse), cancellation), session, parse.GetValue(output), cancellation));
        return ExampleHelp.AddTo(command, Examples, KeysCommand.ExitCodes);
    }
}
