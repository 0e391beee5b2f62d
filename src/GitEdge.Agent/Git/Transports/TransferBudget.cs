using System.Globalization;

namespace GitEdge.Agent.Git.Transports;

/// <summary>Counts what one poll of one remote receives, and ends it at the cap: first of the list, then of the whole.</summary>
internal sealed class TransferBudget(GitEndpoint endpoint, GitLimits limits)
{
    private ListMeter? _list = new();
    private long _listed;
    private (long Bytes, string Place)? _room;

    /// <summary>Bytes received so far.</summary>
    public long Spent { get; private set; }

    /// <summary>Counts bytes as received, before anything else sees them.</summary>
    /// <exception cref="WireFailureException">More than allowed.</exception>
    public void Spend(ReadOnlySpan<byte> received)
    {
        Spent += received.Length;
        _list?.Read(received);
        if (Exceeded() is { } fault)
            throw new WireFailureException(fault);
    }

    /// <summary>The list has come; from here on the whole counts.</summary>
    public void EndList()
    {
        _list = null;
        _listed = Spent;
    }

    /// <summary>What comes after the list may take this much room on the disk of <paramref name="place"/>.</summary>
    public void LimitTo(long bytes, string place) => _room = (bytes, place);

    /// <summary>Sets what has been received, where something else counts.</summary>
    /// <returns>False when it is more than allowed.</returns>
    public bool Reach(long bytes)
    {
        Spent = Math.Max(Spent, bytes);
        return Exceeded() is null;
    }

    /// <summary>What to say when a cap is passed; null while none is.</summary>
    public GitFault? Exceeded()
    {
        // One line more than there are references: the name of the service.
        if (_list is not null && (_list.Lines > limits.References + 1 || Spent > limits.ListBytes))
            return GitFaults.Of(GitFaultReason.TooManyReferences, endpoint,
                string.Create(CultureInfo.InvariantCulture, $"its list of references is longer than {limits.References} lines or {limits.ListBytes} bytes."));
        if (Spent > limits.TransferBytes)
            return GitFaults.Of(GitFaultReason.TooLarge, endpoint,
                string.Create(CultureInfo.InvariantCulture, $"it sent more than the {limits.TransferBytes} bytes that one poll may receive."));
        return _room is { } room && Spent - _listed > room.Bytes
            ? GitFaults.DiskFull(endpoint, room.Place, string.Create(CultureInfo.InvariantCulture, $"what it sends does not fit on the device: there is room for {room.Bytes} bytes."))
            : null;
    }
}
