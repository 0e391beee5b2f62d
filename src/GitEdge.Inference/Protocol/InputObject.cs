using System.Text.Json;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>Reads one element of <c>inputs</c>. Its fields may come in any order; in the usual one the data is read once.</summary>
/// <param name="shape">Room for the shape.</param>
internal ref struct InputObject(Span<long> shape)
{
    private readonly Span<long> _shape = shape;
    private int _rank = -1;
    private TensorElementType? _type;
    private InputSlot? _slot;
    private Utf8JsonReader _data;
    private bool _hasData;
    private bool _dataRead;

    /// <summary>The <c>binary_data_size</c> parameter, in bytes.</summary>
    public long? BinarySize { get; private set; }

    public readonly string Name => _slot!.Spec.Name;

    /// <summary>Reads to the object's end, data included unless it is binary. The reader stands on the object's start.</summary>
    public ProtocolError? Read(ref Utf8JsonReader reader, InferenceRequest request, int most)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadField(ref reader, request, most) is { } problem)
                return problem;
        }
        if (_slot is null)
            return ProtocolError.BadRequest("an input has no 'name'");
        if (_dataRead)
            return BinarySize is null ? null : Wrong("has both 'data' and 'binary_data_size'");
        if (_hasData == BinarySize is not null)
            return Wrong(_hasData ? "has both 'data' and 'binary_data_size'" : "has neither 'data' nor the parameter 'binary_data_size'");
        return _hasData ? ReadData(ref _data, most) : null;
    }

    /// <summary>Takes the data that came after the JSON.</summary>
    public readonly ProtocolError? TakeBinary(ReadOnlySpan<byte> data)
    {
        // Each element of BYTES takes its length of four bytes at least.
        var size = _slot!.Spec.ElementSize;
        if (Check(size == 0 ? data.Length / 4 : int.MaxValue, out var count) is { } problem)
            return problem;
        if (size != 0 && data.Length != count * size)
            return Wrong($"{_slot.Spec.Datatype} {TensorSpec.Write(_shape[.._rank])} takes {count * size} bytes, got {data.Length}");
        _slot.Prepare(_shape[.._rank], count);
        _slot.Filled = true;
        return BinaryTensor.Read(data, _slot);
    }

    private ProtocolError? ReadField(ref Utf8JsonReader reader, InferenceRequest request, int most)
    {
        if (reader.ValueTextEquals("name"u8))
            return ReadName(ref reader, request);
        if (reader.ValueTextEquals("datatype"u8))
            return ReadDatatype(ref reader);
        if (reader.ValueTextEquals("shape"u8))
            return ReadShape(ref reader);
        if (reader.ValueTextEquals("parameters"u8))
            return ReadParameters(ref reader);
        if (!reader.ValueTextEquals("data"u8))
        {
            reader.Skip();
            return null;
        }
        // What writes every field of a class writes null into those that have nothing in them.
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (_slot is not null && _type is not null && _rank >= 0)
            return ReadData(ref reader, most);
        _data = reader;
        _hasData = true;
        reader.Skip();
        return null;
    }

    private ProtocolError? ReadName(ref Utf8JsonReader reader, InferenceRequest request)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return ProtocolError.BadRequest($"an input's 'name' must be a string, got {reader.TokenType}");
        foreach (var slot in request.Inputs)
        {
            if (!reader.ValueTextEquals(slot.Spec.Utf8Name))
                continue;
            _slot = slot;
            return slot.Filled ? Wrong("is given twice") : null;
        }
        return ProtocolError.BadRequest($"there is no input '{reader.GetString()}'; the model has {string.Join(", ", request.Inputs.Select(slot => $"'{slot.Spec.Name}'"))}");
    }

    private ProtocolError? ReadDatatype(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return Wrong($"'datatype' must be a string, got {reader.TokenType}");
        _type = Datatypes.Read(ref reader);
        return _type is null ? Wrong($"datatype '{reader.GetString()}' is not one of the protocol's") : null;
    }

    private ProtocolError? ReadShape(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return Wrong($"'shape' must be an array, got {reader.TokenType}");
        _rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var dimension))
                return Wrong("'shape' must hold whole numbers");
            if (_rank == _shape.Length)
                return Wrong($"'shape' has more than {_shape.Length} dimensions");
            _shape[_rank++] = dimension;
        }
        return null;
    }

    private ProtocolError? ReadParameters(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Wrong($"'parameters' must be an object, got {reader.TokenType}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("shared_memory_region"u8))
                return Wrong("shared memory is not offered");
            var isSize = reader.ValueTextEquals("binary_data_size"u8);
            reader.Read();
            if (!isSize)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size))
                BinarySize = size;
            else
                return Wrong("parameter 'binary_data_size' must be a whole number");
        }
        return null;
    }

    private ProtocolError? ReadData(ref Utf8JsonReader reader, int most)
    {
        // An element takes a character at least, so a shape that wants more of them than the body has is wrong: found
        // out before memory is taken for it.
        if (Check(most, out var count) is { } problem)
            return problem;
        _slot!.Prepare(_shape[.._rank], count);
        _slot.Filled = true;
        _dataRead = true;
        return JsonTensor.Read(ref reader, _slot);
    }

    private readonly ProtocolError? Check(int most, out int count)
    {
        count = 0;
        var spec = _slot!.Spec;
        if (_type is null)
            return Wrong($"has no 'datatype'; expected {spec.Datatype}");
        if (_rank < 0)
            return Wrong($"has no 'shape'; expected {TensorSpec.Write(spec.Shape)}");
        if (_type != spec.Type)
            return Wrong($"expected datatype {spec.Datatype}, got {Datatypes.NameOf(_type.Value)}");
        if (spec.ProblemOf(_shape[.._rank]) is { } problem)
            return Wrong(problem);
        if (TensorSpec.CountOf(_shape[.._rank]) is not { } elements || elements > most || elements > int.MaxValue / Math.Max(1, spec.ElementSize))
            return Wrong($"shape {TensorSpec.Write(_shape[.._rank])} has more elements than the data given");
        count = elements;
        return null;
    }

    private readonly ProtocolError Wrong(string problem) =>
        ProtocolError.BadRequest(_slot is null ? $"an input {problem}" : $"input '{_slot.Spec.Name}': {problem}");
}
