using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>Writes the trust document that counts into a file, for devices to be enrolled with.</summary>
internal static class TrustCopy
{
    /// <summary>The result with what became of the file; nothing is written while no document counts.</summary>
    public static async Task<Attempt<MetaResult>> WriteAsync(
        Attempt<MetaResult> done, MetaSession session, string? path, CancellationToken cancellation)
    {
        if (path is null || !done.Try(out var result, out var refusal))
            return done;
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out refusal))
            return refusal;
        if (state.View is not { } view)
            return result with { Lines = [.. result.Lines, $"{path} is not written: the document is not complete; whoever completes it writes it with: gitedge keys sign --out {path}"] };
        await File.WriteAllBytesAsync(path, view.Root.Content.ToArray(), cancellation);
        return result with { Lines = [.. result.Lines, FormattableString.Invariant($"wrote {path}: version {view.Root.Document.Version}, {view.Root.Digest}; devices are enrolled with it")] };
    }
}
