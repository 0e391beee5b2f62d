using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>Sets a rollout's counter and times in its text; comments, order and layout stay as the author left them.</summary>
internal sealed class RolloutEdit
{
    private readonly ManifestNode _source;
    private readonly List<int> _lineStarts = [0];
    private string _text;

    private RolloutEdit(string text, ManifestNode source)
    {
        _text = text;
        _source = source;
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            _lineStarts.Add(at + 1);
    }

    /// <summary>The new text.</summary>
    /// <param name="text">The old text.</param>
    /// <param name="rollout">What was read from it.</param>
    /// <param name="counter">The new counter.</param>
    /// <param name="created">The new time of creation.</param>
    /// <param name="expires">The new time of expiry; null leaves it alone.</param>
    public static string Apply(
        string text,
        RolloutManifest rollout,
        long counter,
        DateTimeOffset created,
        DateTimeOffset? expires
    )
    {
        var edit = new RolloutEdit(text, rollout.Source);
        var changes = new List<(SourceLocation At, Action Run)>();
        void Change(string field, string value) =>
            changes.Add((edit._source.Locate("spec", field), () => edit.Replace(field, value)));

        Change("counter", counter.ToString(CultureInfo.InvariantCulture));
        Change("created", Format(created));
        if (expires is { } end && rollout.Expires is not null)
            Change("expires", Format(end));
        else if (expires is { } first)
            changes.Add(
                (edit._source.Locate("spec", "created"), () => edit.InsertAfterCreated($"expires: {Format(first)}"))
            );
        // From the end to the beginning, so that places stay true; what is inserted comes before what is replaced there.
        foreach (
            var (_, run) in Enumerable
                .Reverse(changes)
                .OrderByDescending(change => change.At.Line)
                .ThenByDescending(change => change.At.Column)
        )
            run();
        return edit._text;
    }

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Replace(string field, string value)
    {
        var (start, end) = SpanOf(field);
        _text = $"{_text[..start]}{value}{_text[end..]}";
    }

    private void InsertAfterCreated(string field)
    {
        var (_, end) = SpanOf("created");
        var key = ((ManifestMapping)_source.Find("spec")!)
            .Fields.Single(candidate => candidate.Key.Text is "created")
            .Key;
        var indent = _text[_lineStarts[key.At.Line - 1]..OffsetOf(key.At)];
        var isBlock = string.IsNullOrWhiteSpace(indent);
        var lineEnd = _text.IndexOf('\n', end);
        if (!isBlock)
            _text = _text.Insert(end, $", {field}");
        else if (lineEnd < 0)
            _text += $"\n{indent}{field}\n";
        else
            _text = _text.Insert(lineEnd + 1, $"{indent}{field}\n");
    }

    private (int Start, int End) SpanOf(string field)
    {
        var scalar = (ManifestScalar)_source.Find("spec", field)!;
        var start = OffsetOf(scalar.At);
        var quote = scalar.IsPlain ? 0 : 2;
        return (start, start + scalar.Text.Length + quote);
    }

    private int OffsetOf(SourceLocation at) => _lineStarts[at.Line - 1] + at.Column - 1;
}
