using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge keys list</c>: who may sign what, and what waits for whose signature.</summary>
internal static class KeysListCommand
{
    private const string Examples = """
        gitedge keys list
        gitedge keys list --json | jq -r '.pending.signatures[] | select((.signed | length) < .threshold) | .missing[]'
        """;

    private const string ExitCodes = """
        0  shown; what waits for signatures is no fault
        1  git failed, the document that counts has expired, or something on the branch is not believed
        2  the command line is wrong
        3  the first document does not hold
        4  there is no trust document, or the branch is behind
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var directory = new MetaOptions().Directory;
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "Show roles, thresholds, keys and expiry; which version counts, and who has to sign the next.") { directory, json };
        command.SetAction(async (parse, cancellation) =>
        {
            var output = CommandOutput.Of(parse);
            try
            {
                return (int)await RunAsync(parse.GetValue(directory)!, parse.GetValue(json), output, cancellation);
            }
            catch (Exception failure) when (failure is GitFailedException or IOException or DllNotFoundException)
            {
                return (int)output.Fail(failure);
            }
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static async Task<ExitCode> RunAsync(string directory, bool json, CommandOutput output, CancellationToken cancellation)
    {
        var session = MetaOptions.Open(directory, output, yes: false, mayAsk: false);
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out var refusal))
            return output.Refuse(refusal);
        if (KeysListing.Of(state, session.Ed25519) is not { } document)
            return output.Refuse(new Refusal("the fleet has no trust document", "make it with 'gitedge keys init'; after a clone: git fetch origin gitedge-meta") { Code = AuthoringReason.NoTrustDocument });
        if (json)
            Terminal.Plain(output.Output).Json(document, CliJson.Default.KeysDocument);
        else
            KeysView.Show(Terminal.For(output.Output), document, session.Now);
        return document.Findings.Count > 0 || document.Effective?.Expires <= session.Now ? ExitCode.Failure : ExitCode.Ok;
    }
}
