using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Preflight;

/// <summary>A session with its inputs in place: one run after another without a managed allocation, as in the server.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _inputs = [];

    public BoundRun(InferenceSession session, IReadOnlyList<GoldenTensor> inputs)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        foreach (var input in inputs)
        {
            var value = ToOrt(input);
            _inputs.Add(value);
            _binding.BindInput(input.Name, value);
        }
        foreach (var output in session.OutputNames)
            _binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
    }

    /// <summary>Runs once.</summary>
    /// <exception cref="OnnxRuntimeException">The model failed.</exception>
    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <summary>Copies of the outputs of the last run.</summary>
    public IReadOnlyList<GoldenTensor> Outputs()
    {
        using var values = _binding.GetOutputValues();
        return [.. _session.OutputNames.Zip(values, FromOrt)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _inputs.ForEach(input => input.Dispose());
    }

    private static OrtValue ToOrt(GoldenTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        if (tensor.Type == TensorElementType.String)
        {
            var text = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (var i = 0; i < tensor.Strings.Length; i++)
                text.StringTensorSetElementAt(tensor.Strings[i].AsSpan(), i);
            return text;
        }
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, tensor.Type, shape);
        tensor.Data.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static GoldenTensor FromOrt(string name, OrtValue value)
    {
        var shape = value.GetTensorTypeAndShape();
        var isText = shape.ElementDataType == TensorElementType.String;
        return new GoldenTensor
        {
            Name = name,
            Type = shape.ElementDataType,
            Shape = shape.Shape,
            Data = isText ? [] : value.GetTensorMutableRawData().ToArray(),
            Strings = isText ? value.GetStringTensorAsArray() : [],
        };
    }
}
