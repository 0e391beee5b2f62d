namespace GitEdge.Inference.Onnx;

/// <summary>
/// Which operators a model uses and which it brings along. What ONNX Runtime is built with is allowed by domain; any other
/// operator must be a function of the model itself (FunctionProto of onnx/onnx.proto), which is made of such operators.
/// </summary>
internal sealed class OperatorCensus
{
    /// <summary>Operators, the functions' and subgraphs' included; the largest language models have some ten thousands.</summary>
    public const int MostNodes = 500_000;

    private const ulong LargestOpset = 10_000;
    private const int MostDomains = 1000;

    // Domains whose operators are part of ONNX or of ONNX Runtime. The default one may be written in two ways.
    private static readonly string[] s_known = ["", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training", "com.microsoft"];

    private readonly HashSet<(string Domain, string Operator)> _used = [];
    private readonly HashSet<(string Domain, string Operator)> _brought = [];
    private readonly HashSet<string> _imported = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>An operator is used.</summary>
    /// <exception cref="InvalidDataException">More than <see cref="MostNodes"/>.</exception>
    public void Use(string domain, string name)
    {
        if (++_nodes > MostNodes)
            throw new InvalidDataException($"more than {MostNodes} operators");
        if (!IsKnown(domain))
            _used.Add((domain, name));
    }

    /// <summary>The model has a function of that name.</summary>
    public void Bring(string domain, string name) => _brought.Add((domain, name));

    /// <summary>The model, or a function of it, says it uses operators of a domain in a version of their set.</summary>
    /// <exception cref="InvalidDataException">No such version can be, or there are too many domains.</exception>
    public void Import(string domain, ulong version)
    {
        if (version is 0 or > LargestOpset)
            throw new InvalidDataException($"operator set {version} of domain '{domain}'");
        if (_imported.Add(domain) && _imported.Count > MostDomains)
            throw new InvalidDataException($"more than {MostDomains} operator domains");
    }

    /// <summary>
    /// The first operator that neither the runtime nor the model has; null when there is none. A domain that is imported and
    /// not used is no operator: models that the runtime has saved import every domain it knows.
    /// </summary>
    public string? FindForeign()
    {
        foreach (var (domain, name) in _used)
        {
            if (!_brought.Contains((domain, name)))
                return $"operator '{name}' of domain '{domain}'";
        }
        return null;
    }

    private static bool IsKnown(string domain) => s_known.Contains(domain, StringComparer.Ordinal);
}
