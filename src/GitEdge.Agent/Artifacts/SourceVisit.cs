using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// One source after another is asked for the rest of a partial blob. A source gets a bounded number of attempts, each
/// further one only for progress, and one new beginning:
/// <code>
/// answer or end                    next
/// refused                          leave the source
/// another range, 416               begin again; leave the source when that was from 0
/// whole body although a part       begin again with it
/// whole body, digest right         stored
/// whole body, digest wrong         begin again, or leave the source when all of it came from there in one piece
/// longer than it should be         forget, leave the source
/// cut, stalled, too short          go on from there; leave the source when it brought nothing
/// begin again, a second time       leave the source
/// </code>
/// </summary>
internal sealed class SourceVisit(PartialBlob partial, ArtifactRequest request, int attempts, TimeProvider time)
{
    private readonly int _attempts = attempts;
    private bool _begunAgain;

    /// <summary>Bytes brought, whether or not they were of use.</summary>
    public long Transferred { get; private set; }

    /// <summary>Null when the blob is stored; otherwise why this source could not complete it.</summary>
    /// <exception cref="IOException">The local disk refuses.</exception>
    public async Task<Fault?> RunAsync(
        SourceName source, Func<long, Task<SourceAnswer>> open, Action<long>? progress, CancellationToken cancellationToken)
    {
        _begunAgain = false;
        var last = FetchFaults.Cut(source, "no attempt was made");
        for (var attempt = 0; attempt < _attempts; attempt++)
        {
            var (next, fault) = await open(partial.Length) switch
            {
                SourceAnswer.Body body => await TakeAsync(source, body, progress, cancellationToken),
                SourceAnswer.StartOver over => (TryBeginAgain() ? NextMove.AskAgain : NextMove.Leave, over.Fault),
                SourceAnswer.Refused refused => (NextMove.Leave, refused.Fault),
                var other => throw new InvalidOperationException($"No such answer: {other}."),
            };
            if (next is NextMove.Stored)
                return null;
            if (next is NextMove.Leave)
                return fault;
            last = fault;
        }
        return last;
    }

    private async Task<(NextMove Next, Fault Fault)> TakeAsync(
        SourceName source, SourceAnswer.Body body, Action<long>? progress, CancellationToken cancellationToken)
    {
        using var content = body.Content;
        if (body.Offset != partial.Length && !TryBeginAgain())
            return (NextMove.Leave, FetchFaults.NoRanges(source));
        var start = partial.Length;
        var end = await partial.AppendAsync(content, progress, time, cancellationToken);
        var brought = partial.Length - start;
        Transferred += brought;
        var goOn = brought > 0 ? NextMove.AskAgain : NextMove.Leave;
        switch (end)
        {
            case CopyEnd.Complete when await partial.TryFinishAsync():
                return (NextMove.Stored, FetchFaults.WrongDigest(source, request.Digest));
            case CopyEnd.Complete:
                var again = start > 0 && !_begunAgain;
                _begunAgain = true;
                return (again ? NextMove.AskAgain : NextMove.Leave, FetchFaults.WrongDigest(source, request.Digest));
            case CopyEnd.Long:
                partial.Restart();
                return (NextMove.Leave, FetchFaults.WrongSize(source, request.Size, "more bytes"));
            case CopyEnd.Short:
                return (goOn, FetchFaults.WrongSize(source, request.Size, $"{partial.Length} bytes"));
            default:
                return (goOn, content.Broken ?? FetchFaults.Cut(source, "the connection ended"));
        }
    }

    /// <summary>Forgets what came so far, once for each source, so that no source can have it fetched again and again.</summary>
    private bool TryBeginAgain()
    {
        if (_begunAgain || partial.Length == 0)
            return false;
        _begunAgain = true;
        partial.Restart();
        return true;
    }

    private enum NextMove
    {
        Unknown,
        Stored,
        AskAgain,
        Leave,
    }
}
