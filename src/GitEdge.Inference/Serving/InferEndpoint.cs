using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using GitEdge.Inference.Metrics;
using GitEdge.Inference.Models;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Serving;

/// <summary>
/// <c>POST v2/models/{m}[/versions/{v}]/infer</c>. The body is read before a version is chosen and the answer is copied
/// out before it is sent, so that a slow client holds no lease on a model.
/// </summary>
/// <param name="catalog">What is served.</param>
/// <param name="budget">Bounds the memory that requests and answers take.</param>
/// <param name="limit">How long a request may take; null for as long as it takes.</param>
internal sealed class InferEndpoint(ModelCatalog catalog, TrafficBudget budget, TimeSpan? limit)
{
    private const string DigestHeader = "GitEdge-Model-Digest";

    private readonly PeerOpinion _peers = new(catalog);

    public async Task HandleAsync(HttpContext context, ModelPath path)
    {
        using var body = await RequestBody.ReadAsync(context.Request, budget.Requests);
        using var answer = new LargeAnswer(budget.Answers);
        var problem = body.Problem;
        // What is left of it is not worth reading.
        if (problem is not null)
            context.Response.Headers.Connection = "close";
        if (problem is null && catalog.Acquire(path.Model, path.Version, out problem) is { } model)
        {
            try
            {
                problem = await AnswerAsync(context, model, body, answer);
            }
            finally
            {
                model.Release();
            }
        }
        if (problem is not null)
            await Replies.Error(context, problem);
        else if (answer.IsTaken)
            await answer.SendAsync(context.Response.Body, context.RequestAborted);
        else
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async ValueTask<ProtocolError?> AnswerAsync(HttpContext context, ModelVersion model, RequestBody body, LargeAnswer large)
    {
        // Errors too say which model it was that did not want the request.
        context.Response.Headers[DigestHeader] = model.Digest;
        if (BodyForm.Of(context.Request, body.Length, out var form) is { } wrong)
        {
            model.Statistics.Count(RequestFault.Rejected, TimeSpan.Zero);
            return wrong;
        }
        var queued = Stopwatch.GetTimestamp();
        if (await model.Gate.EnterAsync(context.RequestAborted) is { } busy)
        {
            model.Statistics.Count(RequestFault.Failed, Stopwatch.GetElapsedTime(queued));
            return busy;
        }
        Attempt attempt;
        try
        {
            attempt = Answer(model, body.Span, form, (queued, context.RequestAborted), run => Send(context.Response, run, large));
        }
        finally
        {
            model.Gate.Leave();
        }
        var took = attempt.Problem is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(queued);
        // After the place was given back: two versions that wait for each other's places would wait for ever.
        attempt = attempt with { Took = took };
        await (attempt.WasEnded ? _peers.CountEndedAsync(attempt, model, body, form) : _peers.CountAsync(attempt, model, body, form, context.RequestAborted));
        return attempt.Problem;
    }

    private Attempt Answer(
        ModelVersion model, ReadOnlySpan<byte> body, BodyForm form, (long Queued, CancellationToken GaveUp) client, Func<ModelRun, ProtocolError?> send)
    {
        var run = model.Rent();
        var deadline = default(Deadline);
        var computing = 0L;
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (form.Read(body, run.Request) is { } unreadable)
                return new Attempt(unreadable, null);
            computing = Stopwatch.GetTimestamp();
            deadline = Deadline.Of(Shorter(run.Request.Timeout, limit), Stopwatch.GetElapsedTime(client.Queued, computing), client.GaveUp);
            run.Execute(deadline.Token);
            var computed = Stopwatch.GetTimestamp();
            if ((run.WriteJson(model.Name, model.Version) ?? send(run)) is { } unsent)
                return new Attempt(unsent, null);
            var written = Stopwatch.GetTimestamp();
            model.Statistics.Succeeded(new RequestTimes(Stopwatch.GetElapsedTime(client.Queued, written), Stopwatch.GetElapsedTime(client.Queued, started),
                Stopwatch.GetElapsedTime(started, computing), Stopwatch.GetElapsedTime(computing, computed), Stopwatch.GetElapsedTime(computed, written)));
            return new Attempt(null, run.Note());
        }
        catch (OnnxRuntimeException exception)
        {
            return Failed(model, exception, deadline, Stopwatch.GetElapsedTime(computing));
        }
        finally
        {
            model.Return(run);
            deadline.Dispose();
        }
    }

    private static Attempt Failed(ModelVersion model, OnnxRuntimeException exception, Deadline deadline, TimeSpan ran)
    {
        var name = $"model '{model.Name}' version {model.Version}";
        if (deadline.HasGone)
            return new Attempt(new ProtocolError(Attempt.GaveUp, $"{name} was ended: the client has gone"), null, Ran: ran);
        return deadline.Passed is { } granted
            ? new Attempt(new ProtocolError(StatusCodes.Status504GatewayTimeout, $"{name} was ended: the request's timeout, or --max-request-seconds, has passed"), null, Ran: granted)
            : new Attempt(new ProtocolError(StatusCodes.Status500InternalServerError, $"{name} failed on this request: {exception.Message}"), null);
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one < other || other is null ? one : other;

    private static ProtocolError? Send(HttpResponse response, ModelRun run, LargeAnswer large)
    {
        var binary = 0L;
        var hasBinary = false;
        foreach (var output in run.Outputs)
        {
            hasBinary |= output.Binary;
            binary += output.Binary ? BinaryTensor.SizeOf(output) : 0;
        }
        var length = run.Json.Length + binary;
        var isLarge = length > LargeAnswer.Beyond;
        if (isLarge && large.Take(length) is { } problem)
            return problem;
        response.ContentType = hasBinary ? "application/octet-stream" : "application/json";
        if (hasBinary)
            response.Headers[BodyForm.HeaderLength] = run.Json.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = length;
        IBufferWriter<byte> writer = isLarge ? large : response.BodyWriter;
        writer.Write(run.Json);
        foreach (var output in run.Outputs)
        {
            if (output.Binary)
                BinaryTensor.Write(output, writer);
        }
        return null;
    }
}
