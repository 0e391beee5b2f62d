using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary><c>gitedge verify --repo</c>: the whole chain, printed step by step.</summary>
internal static class RepositoryVerify
{
    /// <summary>Runs it to its exit code.</summary>
    /// <param name="request">Folder of the repository, tag, and path of the enrolled document.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="streams">Where to.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ExitCode> RunAsync(
        (string Folder, string Ref, string? Trust) request, bool json, InvocationConfiguration streams, CancellationToken cancellation)
    {
        RepositoryDocument found;
        try
        {
            found = await new RepositoryCheck(MetaSession.ToRead(new GitCli(Path.GetFullPath(request.Folder)))).RunAsync(request.Ref, request.Trust, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or GitFailedException)
        {
            streams.Error.WriteLine($"error: {ControlText.Escape(e.Message)}");
            return ExitCode.Failure;
        }
        var terminal = Terminal.For(streams.Output);
        if (json)
            Terminal.Plain(streams.Output).Json(found, CliJson.Default.RepositoryDocument);
        else
            terminal.Fields([.. found.Steps.Select(step => new Field(step.Name, step.Found))]);
        if (!json && found.Verified)
            terminal.Line(new Styled("verified ", Tone.Good), found.Tag);
        else if (!json)
            streams.Error.WriteLine(ControlText.Escape($"error: {found.Reason}: {found.Detail}. fix: {found.Cure}."));
        return found.Verified ? ExitCode.Ok : ExitCode.Rejected;
    }
}
