using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Protocol;

/// <summary>What a model takes and gives, as far as the protocol can carry it.</summary>
/// <param name="Inputs">All inputs.</param>
/// <param name="Outputs">The outputs that are tensors of a type the protocol has.</param>
/// <param name="OtherOutputs">Names of outputs that can not be asked for: sequences, maps, odd element types.</param>
internal sealed record ModelSignature(TensorSpec[] Inputs, TensorSpec[] Outputs, string[] OtherOutputs)
{
    /// <summary>Reads a session's signature; <paramref name="problem"/> says why the model can not be served at all.</summary>
    public static ModelSignature? Of(InferenceSession session, out string? problem)
    {
        var inputs = session.InputNames.Select(name => (name, Spec: TensorSpec.Of(name, session.InputMetadata[name]))).ToArray();
        var outputs = session.OutputNames.Select(name => (name, Spec: TensorSpec.Of(name, session.OutputMetadata[name]))).ToArray();
        var odd = inputs.Where(input => input.Spec is null).Select(input => Describe(input.name, session.InputMetadata[input.name])).ToArray();
        problem = odd.Length > 0
            ? $"input {string.Join(", input ", odd)}: the protocol carries only tensors of BOOL, INT, UINT, FP and BYTES types"
            : Array.TrueForAll(outputs, output => output.Spec is null) ? "no output is a tensor of a type that the protocol carries" : null;
        return problem is not null
            ? null
            : new ModelSignature(
                [.. inputs.Select(input => input.Spec!)],
                [.. outputs.Where(output => output.Spec is not null).Select(output => output.Spec!)],
                [.. outputs.Where(output => output.Spec is null).Select(output => output.name)]);
    }

    private static string Describe(string name, NodeMetadata metadata) =>
        $"'{name}' is {(metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR ? $"a tensor of {metadata.ElementDataType}" : metadata.OnnxValueType)}";
}
