using GitEdge.Core.Health;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Preflight;

/// <summary>A model loaded for a trial.</summary>
internal sealed class TrialModel : IDisposable
{
    private readonly InferenceSession _session;

    private TrialModel(InferenceSession session)
    {
        _session = session;
        Interface = new ModelInterface
        {
            Inputs = Signatures(session.InputNames, session.InputMetadata),
            Outputs = Signatures(session.OutputNames, session.OutputMetadata),
        };
    }

    /// <summary>What goes in and out, in the model's order.</summary>
    public ModelInterface Interface { get; }

    /// <summary>The names of the inputs, in the model's order.</summary>
    public IReadOnlyList<string> InputNames => _session.InputNames;

    /// <summary>The names of the outputs, in the model's order.</summary>
    public IReadOnlyList<string> OutputNames => _session.OutputNames;

    /// <exception cref="OnnxRuntimeException">The runtime does not take it.</exception>
    /// <exception cref="InvalidDataException">It is not given to the runtime; says why and what to do.</exception>
    public static TrialModel Load(byte[] bytes)
    {
        if (ModelGuard.Check(bytes) is { } objection)
            throw new InvalidDataException($"the model is not taken: {objection.What}. {objection.Cure}");
        using var options = OnnxEnvironment.SessionOptions();
        return new TrialModel(new InferenceSession(bytes, options));
    }

    /// <summary>Puts inputs in place for any number of runs.</summary>
    /// <exception cref="OnnxRuntimeException">An input does not fit.</exception>
    public BoundRun Bind(IReadOnlyList<GoldenTensor> inputs) => new(_session, inputs);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static List<TensorSignature> Signatures(IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        [.. names.Select(name => Signature(name, metadata[name]))];

    private static TensorSignature Signature(string name, NodeMetadata node) => node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR
        ? new TensorSignature { Name = name, Type = Datatypes.Describe(node.ElementDataType), Shape = [.. node.Dimensions.Select(length => (long)length)] }
        : new TensorSignature { Name = name, Type = $"{node.OnnxValueType}" };
}
