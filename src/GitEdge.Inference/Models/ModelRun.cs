using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GitEdge.Inference.Metrics;
using GitEdge.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>
/// What one request needs while it runs: input memory, binding, output values, the answer's JSON. Used by one request
/// at a time and kept for the next.
/// </summary>
internal sealed class ModelRun : IDisposable
{
    // More than this is not kept for the next request.
    private const int KeptJson = 1 << 20;

    private static readonly Action<object?> s_end = static run => ((ModelRun)run!)._current.Terminate = true;

    private readonly InferenceSession _session;
    private readonly RunSettings _settings;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _usual = new();
    private RunOptions? _shrinking;
    private RunOptions _current;
    private readonly List<OutputTensor> _outputs = [];
    private IDisposable? _values;
    private ArrayBufferWriter<byte> _json = new(4096);
    private readonly Utf8JsonWriter _writer;

    public ModelRun(InferenceSession session, RunSettings settings, ModelSignature signature)
    {
        _session = session;
        _settings = settings;
        _current = _usual;
        _binding = session.CreateIoBinding();
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Request = new InferenceRequest(signature);
    }

    public InferenceRequest Request { get; }

    /// <summary>What the model answered; valid until <see cref="Reset"/>.</summary>
    public List<OutputTensor> Outputs => _outputs;

    /// <summary>The answer's JSON; valid until <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Json => _json.WrittenSpan;

    /// <summary>Runs the model on the inputs of <see cref="Request"/>.</summary>
    /// <param name="ended">Ends it at the model's next operator, as the version's own end does.</param>
    /// <exception cref="OnnxRuntimeException">The model failed on these inputs, or was ended.</exception>
    public void Execute(CancellationToken ended)
    {
        foreach (var input in Request.Inputs)
            input.BindTo(_binding);
        // Bound anew each time: the runtime would otherwise write into the values of the last run.
        _binding.ClearBoundOutputs();
        foreach (var output in Request.Outputs)
            _binding.BindOutputToDevice(output.Spec.Name, OrtMemoryInfo.DefaultInstance);
        _current = _settings.TakeShrinking() ? _shrinking ??= Shrinking() : _usual;
        // Disposing a registration waits for its callback: none can reach into the next request.
        using (_settings.Ending.UnsafeRegister(s_end, this))
        using (ended.UnsafeRegister(s_end, this))
            _session.RunWithBinding(_current, _binding);
        var values = _binding.GetOutputValues();
        _values = values;
        for (var i = 0; i < values.Count; i++)
            _outputs.Add(new OutputTensor(Request.Outputs[i], values[i]));
    }

    /// <summary>Writes <see cref="Json"/>.</summary>
    public ProtocolError? WriteJson(string model, string version) =>
        InferenceResponseWriter.Write(_writer, model, version, Request.Id, _outputs);

    /// <summary>Looks at what went in and what came out.</summary>
    public RunNote Note()
    {
        var note = new RunNote(0, 0, FiniteInput: true, FiniteOutput: true);
        foreach (var slot in Request.Inputs)
        {
            note = slot.Spec.ElementSize == 0
                ? note with { Input = HashStrings(slot.Value!, slot.Count, note.Input) }
                : note with { Input = TensorChecks.Hash(slot.Bytes, note.Input), FiniteInput = note.FiniteInput && !TensorChecks.HasNonFinite(slot.Spec.Type, slot.Bytes) };
        }
        foreach (var tensor in _outputs)
        {
            note = tensor.Spec.ElementSize == 0
                ? note with { Output = HashStrings(tensor.Value, tensor.Count, note.Output) }
                : note with { Output = TensorChecks.Hash(tensor.Bytes, note.Output), FiniteOutput = note.FiniteOutput && !TensorChecks.HasNonFinite(tensor.Spec.Type, tensor.Bytes) };
        }
        return note;
    }

    /// <summary>Makes ready for the next request; frees what the model answered.</summary>
    public void Reset()
    {
        var large = Array.Exists(Request.Inputs, static input => input.IsLarge)
            || _outputs.Exists(static output => output.Spec.ElementSize != 0 && output.Bytes.Length > InputSlot.LargestKept);
        _outputs.Clear();
        _values?.Dispose();
        _values = null;
        if (large)
            _settings.Shrink();
        if (_current.Terminate)
            _current.Terminate = false;
        _binding.ClearBoundOutputs();
        Request.Reset();
        foreach (var input in Request.Inputs)
            input.Trim();
        if (_json.Capacity > KeptJson)
            _json = new ArrayBufferWriter<byte>(4096);
        else
            _json.ResetWrittenCount();
        _writer.Reset(_json);
    }

    public void Dispose()
    {
        _values?.Dispose();
        _binding.Dispose();
        _usual.Dispose();
        _shrinking?.Dispose();
        Request.Dispose();
        _writer.Dispose();
    }

    // The runtime's arena keeps what the largest request took, and a client's one large request is not the model's need.
    private static RunOptions Shrinking()
    {
        var options = new RunOptions();
        options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        return options;
    }

    private static ulong HashStrings(OrtValue value, int count, ulong seed)
    {
        for (var i = 0; i < count; i++)
            seed = TensorChecks.Hash(value.GetStringElementAsSpan(i), seed);
        return seed;
    }
}
