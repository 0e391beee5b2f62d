namespace GitEdge.Bench;

/// <summary>What is measured, and how long.</summary>
/// <param name="Agent">Path of the published <c>gitedge</c>.</param>
/// <param name="Inference">Path of the published <c>gitedge-inference</c>.</param>
/// <param name="Quick">A tenth of the work, to see whether the bench works: figures mean little.</param>
internal sealed record BenchOptions(string Agent, string Inference, bool Quick)
{
    /// <summary>A number of rounds, less when in a hurry.</summary>
    public int Rounds(int full) => Quick ? Math.Max(3, full / 10) : full;

    /// <summary>A time to measure for, less when in a hurry.</summary>
    public TimeSpan Time(int seconds) => TimeSpan.FromSeconds(Quick ? Math.Max(1, seconds / 10) : seconds);
}
