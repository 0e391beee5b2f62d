using System.Text.Json;
using GitEdge.Inference.Metrics;
using GitEdge.Inference.Models;
using GitEdge.Inference.Preflight;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Serving;

/// <summary>The Open Inference Protocol v2 and the metrics: what anyone who reaches the public listener may ask.</summary>
/// <param name="catalog">What is served.</param>
/// <param name="infer">Answers requests to models.</param>
/// <param name="budget">Bounds the memory that requests take.</param>
internal sealed class PublicEndpoints(ModelCatalog catalog, InferEndpoint infer, TrafficBudget budget)
{
    private static readonly ServerMetadata s_server = new(
        "gitedge-inference",
        typeof(PublicEndpoints).Assembly.GetName().Version!.ToString(3),
        ["binary_tensor_data", "statistics", "metrics"],
        $"onnxruntime {OrtEnv.Instance().GetVersionString()}",
        OrtEnv.Instance().GetVersionString(),
        [TrialRuntime.Provider],
        TrialRuntime.MaximumOpset);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path is "/v2/repository/index")
            return HttpMethods.IsPost(context.Request.Method) ? IndexAsync(context) : WrongMethod(context, "POST");
        if (path is not "/v2/models/stats" && ModelPath.Parse(path) is { } model)
            return HandleModel(context, model);
        if (path.StartsWith("/v2/repository/", StringComparison.Ordinal))
            return Replies.Error(context, ProtocolError.NotFound("the repository is changed through the admin socket only"));
        if (path is not ("/v2" or "/v2/" or "/v2/health/live" or "/v2/health/ready" or "/v2/models/stats" or "/metrics"))
            return Replies.Error(context, ProtocolError.NotFound($"there is nothing at {path}"));
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return WrongMethod(context, "GET");
        return path switch
        {
            "/metrics" => Replies.Bytes(context, 200, PrometheusText.ContentType, PrometheusText.Write(catalog.Current)),
            "/v2/models/stats" => Statistics(context, catalog.Current.Models.Values.SelectMany(static model => model.Loaded)),
            "/v2/health/live" => Replies.Json(context, 200, new ReadyReply(Live: true), ServingJson.Readable.ReadyReply),
            "/v2/health/ready" => Replies.Json(context, catalog.Ready ? 200 : 503, new ReadyReply(Ready: catalog.Ready), ServingJson.Readable.ReadyReply),
            _ => Replies.Json(context, 200, s_server, ServingJson.Readable.ServerMetadata),
        };
    }

    private Task HandleModel(HttpContext context, ModelPath path)
    {
        var method = context.Request.Method;
        return path.Action switch
        {
            "infer" => HttpMethods.IsPost(method) ? infer.HandleAsync(context, path) : WrongMethod(context, "POST"),
            "" or "ready" or "stats" when !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) => WrongMethod(context, "GET"),
            "" => Metadata(context, path),
            "ready" => ModelReady(context, path),
            "stats" => Statistics(context, path),
            _ => Replies.Error(context, ProtocolError.NotFound($"there is nothing at {context.Request.Path}")),
        };
    }

    private Task Metadata(HttpContext context, ModelPath path)
    {
        var snapshot = catalog.Current;
        if (catalog.Find(path.Model, path.Version, out var problem) is not { } model)
            return Replies.Error(context, problem!);
        var entry = snapshot.Models.GetValueOrDefault(path.Model);
        var ready = entry?.Loaded.Select(static version => version.Version);
        var identity = new ModelIdentity(model.Version, model.Digest, entry?.Default == model, model.Signature.OtherOutputs);
        var reply = new ModelMetadataReply(model.Name, [.. ready ?? []], "onnxruntime_onnx", Describe(model.Signature.Inputs),
            Describe(model.Signature.Outputs), identity);
        return Replies.Json(context, 200, reply, ServingJson.Readable.ModelMetadataReply);
    }

    private Task ModelReady(HttpContext context, ModelPath path) => catalog.Find(path.Model, path.Version, out var problem) is { } model
        ? Replies.Json(context, 200, new ReadyReply(model.Name, model.Version, Ready: true), ServingJson.Readable.ReadyReply)
        : Replies.Error(context, problem!);

    private Task Statistics(HttpContext context, ModelPath path)
    {
        // Without a version, of all of them; a model that has no default may have some.
        if (path.Version is null && catalog.Current.Models.GetValueOrDefault(path.Model)?.Loaded.ToArray() is { Length: > 0 } all)
            return Statistics(context, all);
        return catalog.Find(path.Model, path.Version, out var problem) is { } model
            ? Statistics(context, [model])
            : Replies.Error(context, problem!);
    }

    private static Task Statistics(HttpContext context, IEnumerable<ModelVersion> versions) =>
        Replies.Bytes(context, 200, "application/json", StatisticsText.Write(versions));

    private async Task IndexAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, budget.Requests);
        var (request, problem) = (new IndexRequest(), body.Problem);
        try
        {
            if (problem is null && body.Length > 0)
                request = JsonSerializer.Deserialize(body.Span, ServingJson.Readable.IndexRequest) ?? request;
        }
        catch (JsonException)
        {
            problem = ProtocolError.BadRequest("""the body must be empty or {"ready": true or false}""");
        }
        IReadOnlyList<IndexEntry> entries =
        [
            .. from entry in catalog.Current.Index(request.Ready)
               select new IndexEntry(entry.Model.Name, $"{entry.Version.Version}", entry.Version.StateName, entry.Version.Reason),
        ];
        await (problem is null ? Replies.Json(context, 200, entries, ServingJson.Readable.IReadOnlyListIndexEntry) : Replies.Error(context, problem));
    }

    private static Task WrongMethod(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Replies.Error(context, new ProtocolError(405, $"{context.Request.Path} is asked with {allowed}, not {context.Request.Method}"));
    }

    private static TensorMetadata[] Describe(TensorSpec[] specs) =>
        Array.ConvertAll(specs, static spec => new TensorMetadata(spec.Name, spec.Datatype, spec.Shape));
}
