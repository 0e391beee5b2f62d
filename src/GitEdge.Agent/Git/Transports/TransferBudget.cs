using System.Globalization;

namespace GitEdge.Agent.Git.Transports;

/// <summary>Counts what one poll of one remote receives, and ends it at the cap.</summary>
internal sealed class TransferBudget(GitEndpoint endpoint, long limit)
{
    /// <summary>Bytes received so far.</summary>
    public long Spent { get; private set; }

    /// <summary>Counts bytes as received.</summary>
    /// <exception cref="WireFailureException">More than allowed.</exception>
    public void Spend(long bytes)
    {
        Spent += bytes;
        if (Spent > limit)
            throw new WireFailureException(Exceeded());
    }

    /// <summary>Sets what has been received, where something else counts.</summary>
    /// <returns>False when it is more than allowed.</returns>
    public bool Reach(long bytes)
    {
        Spent = Math.Max(Spent, bytes);
        return Spent <= limit;
    }

    /// <summary>What to say when the cap is passed.</summary>
    public GitFault Exceeded() => GitFaults.Of(GitFaultReason.TooLarge, endpoint,
        string.Create(CultureInfo.InvariantCulture, $"it sent more than the {limit} bytes that one poll may receive."));
}
