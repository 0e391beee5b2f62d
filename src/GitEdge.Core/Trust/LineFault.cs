namespace GitEdge.Core.Trust;

/// <summary>One thing that is wrong with a file of lines.</summary>
/// <param name="Line">Line, from 1; 0 for the file as a whole.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Cure">What to write instead.</param>
public sealed record LineFault(int Line, string What, string Cure)
{
    /// <summary><c>line N: what cure</c> on one line.</summary>
    public override string ToString() => Line == 0 ? $"{What} {Cure}" : $"line {Line}: {What} {Cure}";
}
