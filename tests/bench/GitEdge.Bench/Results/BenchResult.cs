namespace GitEdge.Bench.Results;

/// <summary>One bench: its figures, and the machine while they were taken.</summary>
/// <param name="Name">The bench.</param>
/// <param name="At">When it began.</param>
/// <param name="Machine">Where.</param>
/// <param name="LoadBefore">The load average of one minute before it began: more than a little, and the figures mean little.</param>
/// <param name="Figures">What it found.</param>
internal sealed record BenchResult(string Name, DateTimeOffset At, Machine Machine, double LoadBefore, IReadOnlyList<Figure> Figures);
