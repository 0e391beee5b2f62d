using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Nfpm;

/// <summary>What is wrong with a description: all of it, not the first.</summary>
/// <param name="file">The description's path, as the messages name it.</param>
internal sealed class NfpmProblems(string file)
{
    private readonly List<string> _lines = [];

    /// <summary>One line each: file, line, what is wrong, what to do.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds one at a node.</summary>
    public void Add(YamlNode? node, string message, string cure) => Add((int)(node?.Start.Line ?? 1), message, cure);

    /// <summary>Adds one at a line, from 1.</summary>
    public void Add(int line, string message, string cure) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {message}. fix: {cure}"));
}
