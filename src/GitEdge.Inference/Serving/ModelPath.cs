namespace GitEdge.Inference.Serving;

/// <summary>A path <c>/v2/models/{model}[/versions/{version}][/{action}]</c>, taken apart.</summary>
/// <param name="Model">As it stands in the path; the catalogue decides whether there is one.</param>
/// <param name="Version">Null when the path names none.</param>
/// <param name="Action"><c>ready</c>, <c>infer</c>, <c>stats</c> or something else; empty for the metadata.</param>
internal readonly record struct ModelPath(string Model, string? Version, string Action)
{
    private const string Prefix = "/v2/models/";

    /// <summary>Null when the path is of another form.</summary>
    public static ModelPath? Parse(string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var rest = path.AsSpan(Prefix.Length);
        var model = Take(ref rest).ToString();
        string? version = null;
        if (rest.StartsWith("versions/"))
        {
            Take(ref rest);
            version = Take(ref rest).ToString();
        }
        var action = Take(ref rest) switch { "" => "", "infer" => "infer", "ready" => "ready", "stats" => "stats", _ => "?" };
        return model.Length == 0 || rest.Length > 0 || version is "" ? null : new ModelPath(model, version, action);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOf('/');
        var part = slash < 0 ? rest : rest[..slash];
        rest = slash < 0 ? [] : rest[(slash + 1)..];
        return part;
    }
}
