namespace GitEdge.Inference.Serving;

/// <summary>Bounds the bytes that the bodies of all requests under way take together.</summary>
/// <param name="most">How many.</param>
internal sealed class BodyBudget(long most)
{
    private long _taken;

    /// <summary>How many may be taken.</summary>
    public long Most => most;

    /// <summary>How many are taken now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes bytes, to be given back; false when there are not as many left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
            return true;
        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
