namespace GitEdge.Agent.Cli.Output;

/// <summary>Text with a tone.</summary>
internal readonly record struct Styled(string Text, Tone Tone)
{
    public static implicit operator Styled(string text) => new(text, Tone.Normal);
}
