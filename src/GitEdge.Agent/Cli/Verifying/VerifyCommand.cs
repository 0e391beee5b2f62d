using System.CommandLine;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary><c>gitedge verify</c>: did the named signers sign this tag, commit or file?</summary>
internal static class VerifyCommand
{
    private const string Examples = """
        git cat-file tag rollout/stable/7 | gitedge verify --allowed-signers allowed_signers --tag - --ref rollout/stable/7
        git cat-file commit HEAD | gitedge verify --allowed-signers allowed_signers --commit -
        gitedge verify --allowed-signers allowed_signers --detached hold.json --signature hold.json.sig --namespace gitedge-hold
        gitedge verify --repo . --ref rollout/stable/7 --trust trust.json
        gitedge verify --allowed-signers /etc/gitedge/allowed_signers --tag tag.txt --json | jq -r .reason
        """;

    private const string ExitCodes = """
        0  verified: signed by an allowed key; a tag's message ends in the digest of GITEDGE.lock; with --repo: a device would take it
        1  a file cannot be read
        2  the command line is wrong
        3  refused; the output has the stable reason code (docs/reasons.md), what was found and what to do
        """;

    /// <param name="input">Standard input; the process's own when null.</param>
    /// <param name="clock">The clock; the system's when null.</param>
    public static Command Create(Func<Stream>? input = null, TimeProvider? clock = null)
    {
        var options = new VerifyOptions();
        var command = new Command("verify",
            "Verify a release's tag, a commit or a file from its raw bytes, as a device does. Trusts no git, no repository and no configuration.\n"
            + "With --repo: a release of a repository, from the trust document down to the manifests; git only reads the objects.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) => (int)(options.ReadRepository(parsed) is { } repository
            ? await RepositoryVerify.RunAsync(repository, parsed.GetValue(options.Json), parsed.InvocationConfiguration, cancellation)
            : Run(options.Read(parsed, clock ?? TimeProvider.System), parsed.GetValue(options.Json), input ?? Console.OpenStandardInput, parsed.InvocationConfiguration)));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static ExitCode Run(VerifyRequest request, bool json, Func<Stream> input, InvocationConfiguration streams)
    {
        VerifyDocument found;
        try
        {
            found = new SignatureCheck(Ed25519.Load().Verify, input).Run(request);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            streams.Error.WriteLine($"error: {ControlText.Escape(e.Message)}");
            return ExitCode.Failure;
        }
        if (json)
            Terminal.Plain(streams.Output).Json(found, CliJson.Default.VerifyDocument);
        else if (found.Verified)
            VerifyView.Show(Terminal.For(streams.Output), found);
        else
            streams.Error.WriteLine(ControlText.Escape($"error: {found.Reason}: {found.Detail} fix: {found.Cure}"));
        return found.Verified ? ExitCode.Ok : ExitCode.Rejected;
    }
}
