using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Serving;

/// <summary>Answers that are not tensors.</summary>
internal static class Replies
{
    public static Task Json<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return Bytes(context, status, "application/json", body);
    }

    /// <summary>The protocol's form of an error.</summary>
    public static Task Error(HttpContext context, ProtocolError problem)
    {
        if (problem.Status == 503)
            context.Response.Headers.RetryAfter = "1";
        if (problem.Status == StatusCodes.Status415UnsupportedMediaType)
            context.Response.Headers.AcceptEncoding = "identity";
        return Json(context, problem.Status, new ErrorReply(problem.Message), ServingJson.Readable.ErrorReply);
    }

    public static Task Bytes(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
