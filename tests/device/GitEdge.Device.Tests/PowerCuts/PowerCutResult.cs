namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>How one power cut ended.</summary>
internal sealed record PowerCutResult
{
    /// <summary>What was done.</summary>
    public required PowerCut Cut { get; init; }

    /// <summary>The phase the device was found in by its own status, first after the boot.</summary>
    public required string Found { get; init; }

    /// <summary>What is wrong; null when everything was as it must be.</summary>
    public string? Wrong { get; init; }

    /// <summary>Seconds of the host from the cut until the device was where it had to come to.</summary>
    public required double Seconds { get; init; }
}
