using GitEdge.Inference.Metrics;
using GitEdge.Inference.Models;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Tells a version's faults from its clients': what goes wrong on one version is tried on its peer too. Costs a second run
/// for a request that went wrong, and for one in <see cref="ModelStatistics.PeerInterval"/> of a row of equal answers.
/// </summary>
internal sealed class PeerOpinion(ModelCatalog catalog)
{
    // Whom a client leaves sooner was not given the time to show anything.
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(1);

    /// <summary>Counts a request that a version was asked, and that was not ended for its client.</summary>
    /// <param name="asked">What became of it there.</param>
    /// <param name="model">The version.</param>
    /// <param name="body">The request.</param>
    /// <param name="form">How it is to be read.</param>
    /// <param name="cancellationToken">Ends the wait for the peer, and its run.</param>
    public async ValueTask CountAsync(Attempt asked, ModelVersion model, RequestBody body, BodyForm form, CancellationToken cancellationToken)
    {
        // Turned away for want of memory: no fault of the version, and others could bring it about.
        if (asked.Problem is { Status: StatusCodes.Status503ServiceUnavailable })
            return;
        var finite = asked.Note is { } note && (note.FiniteOutput || !note.FiniteInput);
        // An answer to inputs that are no numbers says nothing, that it is always the same neither.
        var repeats = asked.Note is { FiniteInput: true } answer && model.Statistics.Answered(answer.Input, answer.Output);
        if (finite && !repeats)
            return;
        var peer = catalog.Current.Models.GetValueOrDefault(model.Name)?.PeerOf(model);
        if (peer is null || !peer.TryAcquire())
        {
            model.Statistics.Count(finite ? RequestFault.None : Alone(asked), asked.Took);
            return;
        }
        Attempt there;
        try
        {
            there = await AskAsync(peer, body, form, cancellationToken);
        }
        finally
        {
            peer.Release();
        }
        if (!finite)
            model.Statistics.Count(Beside(asked, there), asked.Took);
        else if (there.Note is { } same)
            model.Statistics.PeerAnswered(same.Output);
    }

    /// <summary>
    /// Counts a request that its client did not wait for. It is a failure when it ran long and the peer answers it in half the
    /// time: a version that hangs must not pass because its clients are impatient, nor may clients condemn one by leaving early.
    /// </summary>
    public async ValueTask CountEndedAsync(Attempt asked, ModelVersion model, RequestBody body, BodyForm form)
    {
        if (asked.Ran < s_longWait)
            return;
        var peer = catalog.Current.Models.GetValueOrDefault(model.Name)?.PeerOf(model);
        if (peer is null || !peer.TryAcquire())
        {
            model.Statistics.Count(RequestFault.Failed, asked.Took);
            return;
        }
        try
        {
            using var half = new CancellationTokenSource(asked.Ran / 2);
            var there = await AskAsync(peer, body, form, half.Token);
            model.Statistics.Count(there.Note is null ? RequestFault.Excused : RequestFault.Failed, asked.Took);
        }
        catch (OperationCanceledException)
        {
            model.Statistics.Count(RequestFault.Excused, asked.Took);
        }
        finally
        {
            peer.Release();
        }
    }

    private static RequestFault Alone(Attempt asked) =>
        asked.Note is not null ? RequestFault.BadOutput : asked.IsRejection ? RequestFault.Rejected : RequestFault.Failed;

    private static RequestFault Beside(Attempt asked, Attempt there)
    {
        if (there.Note is { FiniteOutput: true })
            return asked.Note is not null ? RequestFault.BadOutput : asked.IsRejection ? RequestFault.Mismatched : RequestFault.Failed;
        return asked.IsRejection ? RequestFault.Rejected : RequestFault.Excused;
    }

    private static async ValueTask<Attempt> AskAsync(ModelVersion peer, RequestBody body, BodyForm form, CancellationToken cancellationToken)
    {
        if (await peer.Gate.EnterAsync(cancellationToken) is { } busy)
            return new Attempt(busy, null);
        try
        {
            return Ask(peer, body.Span, form, cancellationToken);
        }
        finally
        {
            peer.Gate.Leave();
        }
    }

    private static Attempt Ask(ModelVersion peer, ReadOnlySpan<byte> body, BodyForm form, CancellationToken cancellationToken)
    {
        var run = peer.Rent();
        try
        {
            if (form.Read(body, run.Request) is { } unfit)
                return new Attempt(unfit, null);
            run.Execute(cancellationToken);
            return run.WriteJson(peer.Name, peer.Version) is { } unwritable ? new Attempt(unwritable, null) : new Attempt(null, run.Note());
        }
        catch (OnnxRuntimeException exception)
        {
            // What was ended says nothing of the peer.
            cancellationToken.ThrowIfCancellationRequested();
            return new Attempt(new ProtocolError(StatusCodes.Status500InternalServerError, exception.Message), null);
        }
        finally
        {
            peer.Return(run);
        }
    }
}
