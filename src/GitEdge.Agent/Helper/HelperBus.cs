using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Helper;

/// <summary>
/// The helper as others see it on the bus. Every method answers a <see cref="HelperAnswer"/> as JSON; a number is a
/// generation's, a handle an open file.
/// </summary>
internal static class HelperBus
{
    /// <summary>Its name, and that of its interface.</summary>
    public const string Name = "io.gitedge.Helper1";

    /// <summary>Its one object.</summary>
    public const string Path = "/io/gitedge/Helper1";

    /// <summary>Takes evidence.</summary>
    public const string Accept = "Accept";

    /// <summary>Takes an artifact.</summary>
    public const string Adopt = "Adopt";

    /// <summary>Fills the free slot.</summary>
    public const string Stage = "Stage";

    /// <summary>Points <c>active</c>.</summary>
    public const string Point = "Point";

    /// <summary>Keeps a tuning that is being tried.</summary>
    public const string Confirm = "Confirm";

    /// <summary>Makes nothing active.</summary>
    public const string Detach = "Detach";

    /// <summary>Ends the way back.</summary>
    public const string Commit = "Commit";

    /// <summary>Puts right what drifted.</summary>
    public const string Repair = "Repair";

    /// <summary>What every method answers.</summary>
    public static IReadOnlyList<BusArgument> Answer { get; } = [new BusArgument("answer", "s")];
}
