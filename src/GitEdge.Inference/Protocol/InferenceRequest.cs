namespace GitEdge.Inference.Protocol;

/// <summary>One request being read; kept and used again, so that reading allocates next to nothing.</summary>
internal sealed class InferenceRequest : IDisposable
{
    public InferenceRequest(ModelSignature signature)
    {
        Signature = signature;
        Inputs = Array.ConvertAll(signature.Inputs, static spec => new InputSlot(spec));
    }

    public ModelSignature Signature { get; }

    public InputSlot[] Inputs { get; }

    /// <summary>Room for the shape that is being read.</summary>
    public long[] Shape { get; } = new long[TensorSpec.MaxRank];

    /// <summary>What the answer shall hold, in this order.</summary>
    public List<RequestedOutput> Outputs { get; } = [];

    /// <summary>The caller's name for the request, given back with the answer.</summary>
    public string? Id { get; set; }

    /// <summary>Whether outputs come in binary unless asked otherwise.</summary>
    public bool BinaryByDefault { get; set; }

    /// <summary>How long the client wants it to take at most, its time in line included; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; set; }

    public void Reset()
    {
        Timeout = null;
        Outputs.Clear();
        Id = null;
        BinaryByDefault = false;
        foreach (var input in Inputs)
            input.Filled = false;
    }

    /// <summary>Called at the end of reading: every input must be there, and no named output means all.</summary>
    public ProtocolError? Complete()
    {
        foreach (var input in Inputs)
        {
            if (!input.Filled)
                return ProtocolError.BadRequest($"input '{input.Spec.Name}' is missing: expected {input.Spec.Datatype} {TensorSpec.Write(input.Spec.Shape)}");
        }
        if (Outputs.Count == 0)
        {
            foreach (var spec in Signature.Outputs)
                Outputs.Add(new RequestedOutput(spec, BinaryByDefault));
        }
        return null;
    }

    public void Dispose()
    {
        foreach (var input in Inputs)
            input.Dispose();
    }
}
