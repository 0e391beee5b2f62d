namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>One power cut: so long after the agent said on the console that it enters a phase, or after dpkg was started.</summary>
/// <param name="Seed">What it was drawn by.</param>
/// <param name="Kind">What is under way.</param>
/// <param name="Phase">The phase; <c>dpkg</c> for packages.</param>
/// <param name="After">Time of the host since then.</param>
internal sealed record PowerCut(int Seed, PowerCutKind Kind, string Phase, TimeSpan After)
{
    private static readonly (PowerCutKind Kind, string Phase, int Milliseconds)[] s_places =
    [
        (PowerCutKind.GoodUpdate, "Fetching", 2000),
        (PowerCutKind.BadUpdate, "RollingBack", 4000),
        (PowerCutKind.FirstInstall, "Staging", 4000),
        (PowerCutKind.GoodUpdate, "Staging", 4000),
        (PowerCutKind.PackageUpgrade, "dpkg", 20000),
        (PowerCutKind.GoodUpdate, "Activating", 4000),
        (PowerCutKind.BadUpdate, "Probation", 3000),
        (PowerCutKind.FirstInstall, "Activating", 4000),
        (PowerCutKind.GoodUpdate, "Preflight", 4000),
        (PowerCutKind.GoodUpdate, "Probation", 3000),
        (PowerCutKind.FirstInstall, "Committed", 500),
        (PowerCutKind.GoodUpdate, "Committed", 500),
    ];

    /// <summary>Every place comes round; the time after it is drawn by the seed.</summary>
    public static PowerCut Of(int seed)
    {
        var (kind, phase, milliseconds) = s_places[seed % s_places.Length];
        return new PowerCut(seed, kind, phase, TimeSpan.FromMilliseconds(new Random(seed).Next(milliseconds)));
    }
}
