using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Models;
using GitEdge.Inference.Serving;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Admin;

/// <summary>
/// The repository extension and what GitEdge adds to it, for the admin listener only. Errors are
/// <c>{"error": "…", "code": "…"}</c>.
/// </summary>
/// <param name="catalog">What is served.</param>
/// <param name="repository">Changes it.</param>
/// <param name="served">What the traffic of the public listener takes.</param>
internal sealed class AdminEndpoints(ModelCatalog catalog, ModelRepository repository, TrafficBudget served)
{
    private const long LargestBodies = 4 << 20;

    private const string RepositoryModels = "/v2/repository/models/";

    // Of its own: the public listener's clients must not be able to keep the agent from reaching the server.
    private readonly BodyBudget _bodies = new(LargestBodies);

    /// <summary>Answers if the path is one of the admin listener's own; false when it is not.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/v2/repository/", StringComparison.Ordinal))
        {
            if (!HttpMethods.IsPost(context.Request.Method))
                await Refuse(context, new RepositoryProblem(405, "method", "The repository is asked and changed with POST."));
            else
                await HandleRepository(context, path);
            return true;
        }
        if (ModelPath.Parse(path) is not { Action: "stats" } model)
            return false;
        await Statistics(context, model);
        return true;
    }

    private Task HandleRepository(HttpContext context, string path)
    {
        if (string.Equals(path, "/v2/repository/index", StringComparison.Ordinal))
            return Index(context);
        if (string.Equals(path, "/v2/repository/promote", StringComparison.Ordinal))
            return Promote(context);
        var parts = path.StartsWith(RepositoryModels, StringComparison.Ordinal) ? path[RepositoryModels.Length..].Split('/') : [];
        if (parts.Length != 2 || parts[1] is not ("load" or "unload"))
            return Refuse(context, new RepositoryProblem(404, "no-such-call", $"There is no call {path}."));
        if (!SlotLayout.IsName(parts[0]))
            return Refuse(context, new RepositoryProblem(400, "bad-name", $"'{parts[0]}' is not a model's name: [a-z0-9][a-z0-9._-]*, at most 128 characters."));
        return parts[1] is "load" ? Load(context, parts[0]) : Unload(context, parts[0]);
    }

    private async Task Index(HttpContext context)
    {
        var (request, problem) = await Read(context, AdminJson.Readable.IndexRequest);
        IReadOnlyList<ModelIndexEntry> entries =
        [
            .. from entry in catalog.Current.Index(request?.Ready ?? false)
               let loaded = entry.Version.Loaded
               select new ModelIndexEntry(entry.Model.Name, $"{entry.Version.Version}", entry.Version.StateName, entry.Version.Reason,
                   loaded?.Digest, loaded is not null && entry.Model.Default == loaded, loaded?.Size),
        ];
        await (problem is null ? Replies.Json(context, 200, entries, AdminJson.Readable.IReadOnlyListModelIndexEntry) : Refuse(context, problem));
    }

    private async Task Load(HttpContext context, string name)
    {
        var (request, problem) = await Read(context, AdminJson.Readable.LoadRequest);
        if (request is null)
        {
            await Refuse(context, problem!);
            return;
        }
        var parameters = request.Parameters ?? new LoadParameters();
        var version = SlotLayout.ParseVersion(parameters.Version);
        var digest = Sha256Digest.TryParse(parameters.Digest, out var parsed) ? parsed : (Sha256Digest?)null;
        if (version is null)
            problem = new RepositoryProblem(400, "bad-version", $"The parameter 'version' must be decimal digits without leading zeros, got '{parameters.Version}'.");
        else if (parameters.Slot is { } slot && !SlotLayout.IsSlot(slot))
            problem = new RepositoryProblem(400, "bad-slot", $"The parameter 'slot' must be 'a' or 'b', got '{parameters.Slot}'.");
        else if (digest is null && parameters.Digest is not null)
            problem = new RepositoryProblem(400, "bad-digest", $"The parameter 'digest' must be 'sha256:' and 64 lower-case hexadecimal digits, got '{parameters.Digest}'.");
        if (problem is null && (await repository.LoadAsync(name, version!.Value, parameters.Slot, digest)).Succeeded(out var loaded, out problem))
        {
            var reply = new LoadReply(name, loaded.Model.Version, loaded.Model.Digest, loaded.Took.TotalMilliseconds, loaded.WarmUp);
            await Replies.Json(context, 200, reply, AdminJson.Readable.LoadReply);
        }
        else
            await Refuse(context, problem!);
    }

    private async Task Promote(HttpContext context)
    {
        var (request, problem) = await Read(context, AdminJson.Readable.PromoteRequest);
        if (problem is null && request?.Versions is not { Count: > 0 })
            problem = new RepositoryProblem(400, "no-versions", "'versions' must name at least one model and its version.");
        if (problem is null && repository.Promote(request!.Versions!).Succeeded(out var promoted, out problem))
            await Replies.Json(context, 200, new PromoteReply(promoted.Took.TotalMicroseconds, promoted.Previous), AdminJson.Readable.PromoteReply);
        else
            await Refuse(context, problem!);
    }

    private async Task Unload(HttpContext context, string name)
    {
        var (request, problem) = await Read(context, AdminJson.Readable.UnloadRequest);
        var parameters = request?.Parameters ?? new UnloadParameters();
        var version = SlotLayout.ParseVersion(parameters.Version);
        if (problem is null && version is null && parameters.Version is not null)
            problem = new RepositoryProblem(400, "bad-version", $"The parameter 'version' must be decimal digits without leading zeros, got '{parameters.Version}'.");
        if (problem is null && (await repository.UnloadAsync(name, version, parameters.Force)).Succeeded(out var unloaded, out problem))
            await Replies.Json(context, 200, new UnloadReply(name, unloaded.Versions, unloaded.ResidentBytes), AdminJson.Readable.UnloadReply);
        else
            await Refuse(context, problem!);
    }

    private Task Statistics(HttpContext context, ModelPath path)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return Refuse(context, new RepositoryProblem(405, "method", "Statistics are read with GET."));
        if (catalog.Find(path.Model, path.Version, out var problem) is not { } model)
            return Refuse(context, new RepositoryProblem(problem!.Status, "not-ready", problem.Message));
        var counted = model.Statistics;
        var latency = new LatencyReply(counted.Latency.Quantile(0.5), counted.Latency.Quantile(0.95), counted.Latency.Quantile(0.99));
        var reply = new StatisticsReply(model.Name, model.Version, model.Digest, counted.Successes + counted.Failures, counted.Failures,
            counted.Mismatched, counted.Rejected, counted.Excused, counted.BadOutputs, counted.LongestConstantRun, latency, Math.Max(0, GlibcMemory.Resident() - served.Taken), counted.Since);
        return Replies.Json(context, 200, reply, AdminJson.Readable.StatisticsReply);
    }

    /// <summary>Reads a body; an empty one is an empty request.</summary>
    private async Task<(T? Request, RepositoryProblem? Problem)> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class, new()
    {
        using var body = await RequestBody.ReadAsync(context.Request, _bodies);
        if (body.Problem is { } problem)
            return (null, new RepositoryProblem(problem.Status, "bad-body", problem.Message));
        if (body.Length == 0)
            return (new T(), null);
        try
        {
            return (JsonSerializer.Deserialize(body.Span, type) ?? new T(), null);
        }
        catch (JsonException exception)
        {
            return (null, new RepositoryProblem(400, "bad-request", $"The body is not JSON of the form that {context.Request.Path} takes; see {exception.Path ?? "$"}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));
        }
    }

    private static Task Refuse(HttpContext context, RepositoryProblem problem) =>
        Replies.Json(context, problem.Status, new AdminError(problem.Message, problem.Code), AdminJson.Readable.AdminError);
}
