namespace GitEdge.Agent.Cli.Output;

/// <summary>What a piece of text says about itself; a colour on a terminal, nothing in a pipe.</summary>
internal enum Tone
{
    Normal,
    Good,
    Warning,
    Bad,
    Faint,
    Strong,
}
