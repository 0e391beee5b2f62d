namespace GitEdge.Device.Tests.Fleet;

/// <summary>One release of one model.</summary>
/// <param name="Model">Its bytes.</param>
/// <param name="Golden">Folder with its recorded cases.</param>
internal sealed record DeviceRelease(byte[] Model, string Golden)
{
    /// <summary>How long it is watched.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A probe that must be answered; null is none.</summary>
    public string? Required { get; init; }

    /// <summary>What runs beside the model; null is nothing.</summary>
    public ReleasedContainer? Container { get; init; }

    /// <summary>More of the profile's <c>spec</c>, a key a line.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
