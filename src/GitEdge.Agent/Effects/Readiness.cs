using System.Globalization;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Effects;

/// <summary>Whether a generation serves, by the server's own index.</summary>
internal static class Readiness
{
    /// <summary>
    /// Null when every model of the generation is ready in its version, with the bytes that were asked for, and answers
    /// requests that name no version; otherwise what is missing. A version that is loaded and not the default gets no
    /// requests, so that nothing could be said against it.
    /// </summary>
    public static string? Missing(Generation target, IReadOnlyList<ServedModel> index)
    {
        var version = target.Number.ToString(CultureInfo.InvariantCulture);
        var missing = target.Desired.Models.Select(model => Missing(model, version, index)).OfType<string>().ToList();
        return missing.Count == 0 ? null : string.Join(", ", missing);
    }

    private static string? Missing(DesiredModel model, string version, IReadOnlyList<ServedModel> index)
    {
        var name = model.Spec.Name;
        return index.FirstOrDefault(one => one.Name == name && one.Version == version) switch
        {
            null => $"{name}: version {version} is not loaded",
            { IsReady: false } one => $"{name}: version {version} is {one.State}{(string.IsNullOrEmpty(one.Reason) ? "" : $", {one.Reason}")}",
            { IsDefault: false } => $"{name}: version {version} is not the default",
            { Digest: var digest } when digest != model.Spec.Digest.ToString() => $"{name}: version {version} has the bytes {digest ?? "of nothing"}, {model.Spec.Digest} was asked for",
            _ => null,
        };
    }
}
