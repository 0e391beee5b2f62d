using GitEdge.Core.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Event = YamlDotNet.Core.Events.ParsingEvent;

namespace GitEdge.Agent.Manifests;

/// <summary>
/// One YAML file as a tree of nodes, built from YamlDotNet's event stream without recursion. Everything that a manifest
/// may not use of YAML is a problem: anchors, aliases, merge keys, tags, directives, more documents.
/// </summary>
internal sealed class YamlTree
{
    private readonly string _file;
    private readonly List<ManifestProblem> _problems = [];
    private readonly Stack<OpenNode> _open = new();
    private string _text = "";
    private int _documents;
    private ManifestNode? _root;
    private bool _stopped;

    private YamlTree(string file) => _file = file;

    /// <summary>The tree of a file; null when there is any problem.</summary>
    public static ManifestNode? Read(
        string file,
        ReadOnlyMemory<byte> content,
        out IReadOnlyList<ManifestProblem> problems
    )
    {
        var tree = new YamlTree(file);
        if (ManifestText.Decode(file, content.Span, out var refused) is { } text)
            tree.ReadText(text);
        problems = refused is null ? tree._problems : [refused];
        return problems.Count == 0 ? tree._root : null;
    }

    private void ReadText(string text)
    {
        _text = text;
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        for (var events = 0; !_stopped && MoveNext(parser); events++)
        {
            if (events == YamlLimits.Events)
                Stop(
                    At(parser.Current!.Start),
                    $"the file has more than {YamlLimits.Events} values",
                    "split it into several manifests"
                );
            else
                Take(parser.Current!);
        }
        if (_root is null && _problems.Count == 0)
            Stop(SourceLocation.StartOf(_file), "the file is empty", "write the manifest, or remove the file");
    }

    private bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException broken)
        {
            StopAtSyntax(At(broken.Start), broken.Message);
        }
        catch (Exception broken)
            when (broken
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or FormatException
                        or OverflowException
            )
        {
            // The scanner meets some malformed input with these instead of its own exception, without a place.
            StopAtSyntax(
                parser.Current is { } last ? At(last.End) : SourceLocation.StartOf(_file),
                "text that belongs to nothing"
            );
        }
        return false;
    }

    private void StopAtSyntax(SourceLocation at, string message)
    {
        var lines = _text.Split('\n');
        var tab = Array.FindIndex(
            lines,
            Math.Min(at.Line - 1, lines.Length),
            line => line.AsSpan()[..^line.AsSpan().TrimStart().Length].Contains('\t')
        );
        if (tab >= 0)
            Stop(
                new SourceLocation(_file, tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1),
                "a tab indents this line",
                "indent with spaces"
            );
        else
            Stop(
                at,
                $"the file is not YAML here: {message.TrimEnd('.')}",
                "correct the syntax; lists and mappings need even indentation, and text with ': ' or ' #' needs quotes"
            );
    }

    private void Take(Event current)
    {
        if (current is NodeEvent node)
            CheckDecoration(node);
        switch (current)
        {
            case DocumentStart document:
                CheckDocument(document);
                break;
            case AnchorAlias alias:
                Refuse(alias.Start, $"the alias *{alias.Value} may not stand in a manifest", "write the value out");
                Put(new ManifestScalar(At(alias.Start), "", IsPlain: true));
                break;
            case Scalar scalar:
                Put(new ManifestScalar(At(scalar.Start), scalar.Value, scalar.Style is ScalarStyle.Plain));
                break;
            case MappingStart or SequenceStart:
                Open(current);
                break;
            case MappingEnd or SequenceEnd:
                Put(_open.Pop().Close());
                break;
            default:
                break;
        }
    }

    private void CheckDocument(DocumentStart document)
    {
        if (!document.IsImplicit && document.Start.Index < _text.Length && _text[(int)document.Start.Index] == '%')
            Refuse(document.Start, "a directive may not stand in a manifest", "remove the line that begins with %");
        if (++_documents > 1)
            Stop(
                At(document.Start),
                "a second document begins here",
                "keep one manifest in one file; remove the line ---"
            );
    }

    private void CheckDecoration(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            Refuse(
                node.Start,
                $"the anchor &{node.Anchor.Value} may not stand in a manifest",
                "remove it, and write the value out where it was used"
            );
        if (!node.Tag.IsEmpty)
            Refuse(
                node.Start,
                $"the tag {(node.Tag.IsNonSpecific ? "!" : node.Tag.Value)} may not stand in a manifest",
                "remove it; put text into quotes where it must be text"
            );
    }

    private void Open(Event current)
    {
        if (_open.Count == YamlLimits.Depth)
        {
            Stop(
                At(current.Start),
                $"lists and mappings are nested more than {YamlLimits.Depth} deep here",
                "no manifest needs that: look for a stray [ or {"
            );
            return;
        }
        if (_open.TryPeek(out var parent) && parent.ExpectsKey)
            Stop(At(current.Start), "a list or mapping stands where a key belongs", "give the key as text");
        else
            _open.Push(new OpenNode(At(current.Start), current is MappingStart));
    }

    private void Put(ManifestNode node)
    {
        if (!_open.TryPeek(out var parent))
        {
            _root = node;
            return;
        }
        if (parent.ExpectsKey && node is ManifestScalar { IsPlain: true, Text: "<<" })
            Refuse(node.At, "the merge key << may not stand in a manifest", "write the fields out");
        if (parent.ExpectsKey && node is ManifestScalar { IsPlain: true, Text: "" })
            Refuse(node.At, "a key is missing here", "write it before the colon");
        parent.Add(node);
    }

    private void Stop(SourceLocation at, string what, string cure)
    {
        _stopped = true;
        _problems.Add(new ManifestProblem(at, what, cure, ManifestRule.Yaml));
    }

    private void Refuse(Mark at, string what, string cure) => Refuse(At(at), what, cure);

    private void Refuse(SourceLocation at, string what, string cure) =>
        _problems.Add(new ManifestProblem(at, what, cure, ManifestRule.Yaml));

    private SourceLocation At(Mark mark) => new(_file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
