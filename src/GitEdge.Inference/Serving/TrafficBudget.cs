namespace GitEdge.Inference.Serving;

/// <summary>
/// What requests under way may take, and as much again for answers, so that a request that was taken is not refused its
/// answer for others that come in.
/// </summary>
/// <param name="most">Bytes of either.</param>
internal sealed class TrafficBudget(long most)
{
    public BodyBudget Requests { get; } = new(most);

    public BodyBudget Answers { get; } = new(most);

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Requests.Taken + Answers.Taken;
}
