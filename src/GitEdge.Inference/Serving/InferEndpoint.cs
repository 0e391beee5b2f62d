using System.Diagnostics;
using System.Globalization;
using GitEdge.Inference.Models;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Serving;

/// <summary>
/// <c>POST v2/models/{m}[/versions/{v}]/infer</c>. The body is read before a version is chosen and the answer is copied
/// out before it is sent, so that a slow client holds no lease on a model.
/// </summary>
internal sealed class InferEndpoint(ModelCatalog catalog)
{
    private const string HeaderLength = "Inference-Header-Content-Length";
    private const string DigestHeader = "GitEdge-Model-Digest";

    public async Task HandleAsync(HttpContext context, ModelPath path)
    {
        using var body = await RequestBody.ReadAsync(context.Request);
        var problem = body.Problem;
        if (problem is null && catalog.Acquire(path.Model, path.Version, out problem) is { } model)
        {
            try
            {
                problem = await AnswerAsync(context, model, body);
            }
            finally
            {
                model.Release();
            }
        }
        if (problem is null)
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        else
            await Replies.Error(context, problem);
    }

    private static async ValueTask<ProtocolError?> AnswerAsync(HttpContext context, ModelVersion model, RequestBody body)
    {
        // Errors too say which model it was that did not want the request.
        context.Response.Headers[DigestHeader] = model.Digest;
        var queued = Stopwatch.GetTimestamp();
        var problem = await model.Gate.EnterAsync(context.RequestAborted);
        if (problem is null)
        {
            try
            {
                problem = Answer(context, model, body.Span, queued);
            }
            finally
            {
                model.Gate.Leave();
            }
        }
        if (problem is not null)
            model.Statistics.Failed(rejected: problem.Status == 400);
        return problem;
    }

    private static ProtocolError? Answer(HttpContext context, ModelVersion model, ReadOnlySpan<byte> body, long queued)
    {
        if (HeaderLengthOf(context.Request, body.Length, out var header) is { } wrong)
            return wrong;
        var run = model.Rent();
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (new InferenceRequestReader(body[..header], body[header..], run.Request).Read() is { } unreadable)
                return unreadable;
            var computing = Stopwatch.GetTimestamp();
            run.Execute();
            var computed = Stopwatch.GetElapsedTime(computing);
            if (run.WriteJson(model.Name, model.Version) is { } unwritable)
                return unwritable;
            run.Note(model.Statistics);
            Send(context.Response, run);
            model.Statistics.Succeeded(Stopwatch.GetElapsedTime(queued), Stopwatch.GetElapsedTime(queued, started), computed);
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return new ProtocolError(500, $"model '{model.Name}' version {model.Version} failed on this request: {exception.Message}");
        }
        finally
        {
            model.Return(run);
        }
    }

    private static ProtocolError? HeaderLengthOf(HttpRequest request, int bodyLength, out int length)
    {
        length = bodyLength;
        var text = request.Headers[HeaderLength].ToString();
        if (text.Length == 0)
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bodyLength)
            return ProtocolError.BadRequest($"the header {HeaderLength} is '{text}', but the body has {bodyLength} bytes");
        return length > 0 ? null : ProtocolError.BadRequest($"the header {HeaderLength} is 0: raw bodies are not offered; send the JSON part");
    }

    private static void Send(HttpResponse response, ModelRun run)
    {
        var binary = 0L;
        var hasBinary = false;
        foreach (var output in run.Outputs)
        {
            hasBinary |= output.Binary;
            binary += output.Binary ? BinaryTensor.SizeOf(output) : 0;
        }
        response.ContentType = hasBinary ? "application/octet-stream" : "application/json";
        if (hasBinary)
            response.Headers[HeaderLength] = run.Json.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = run.Json.Length + binary;
        System.Buffers.BuffersExtensions.Write(response.BodyWriter, run.Json);
        foreach (var output in run.Outputs)
        {
            if (output.Binary)
                BinaryTensor.Write(output, response.BodyWriter);
        }
    }
}
