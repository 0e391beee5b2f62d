using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Tells the story, each line with the time since the beginning, and sums it up.</summary>
internal sealed class Narrator(Terminal terminal, DemoClock clock)
{
    private readonly List<(string Title, string Outcome, Tone Tone, TimeSpan Took)> _steps = [];
    private TimeSpan _begun;

    /// <summary>A new step.</summary>
    public void Begin(string title)
    {
        _begun = clock.Now;
        terminal.Line("");
        terminal.Line(Stamp(), new Styled(title, Tone.Strong));
    }

    /// <summary>Something happens.</summary>
    public void Say(string text) => terminal.Line(Stamp(), "  ", text);

    /// <summary>Something that had to happen was seen to have happened.</summary>
    public void Seen(string text) => terminal.Line(Stamp(), "  ", new Styled("✓ ", Tone.Good), text);

    /// <summary>The step is over.</summary>
    public void End(string title, string outcome, Tone tone = Tone.Good) => _steps.Add((title, outcome, tone, clock.Now - _begun));

    /// <summary>The demo is over before its end.</summary>
    public void Fail(string text)
    {
        foreach (var line in text.Split('\n'))
            terminal.Line(Stamp(), "  ", new Styled("✗ ", Tone.Bad), new Styled(line, Tone.Bad));
    }

    /// <summary>The table of steps.</summary>
    public void Sum()
    {
        terminal.Line("");
        terminal.Table(["step", "outcome", "took"],
            [.. _steps.Select(step => (IReadOnlyList<Styled>)[step.Title, new Styled(step.Outcome, step.Tone), Words.Say($"{step.Took.TotalSeconds:0.0} s")])]);
    }

    /// <summary>The ledger.</summary>
    public void Sum(LedgerTotals ledger, IEnumerable<DemoModel> models)
    {
        terminal.Line("");
        terminal.Table(["answered by", "digest", "answers", "of these NaN"],
            [.. ledger.Lines.Select(line => (IReadOnlyList<Styled>)
            [
                models.FirstOrDefault(model => string.Equals(model.Digest.ToString(), line.Digest, StringComparison.Ordinal))?.Label ?? "?",
                line.Digest[..Math.Min(19, line.Digest.Length)], $"{line.Answered}", new Styled($"{line.Bad}", line.Bad > 0 ? Tone.Warning : Tone.Normal),
            ])]);
        foreach (var (reason, count) in ledger.Failures)
            terminal.Line(new Styled($"failed {count} times: {reason}", Tone.Bad));
        terminal.Line(new Styled(
            Words.Say($"requests: sent {ledger.Sent}, answered {ledger.Answered}, failed: {ledger.Failed}; p50 {ledger.P50.TotalMilliseconds:0.0} ms, p99 {ledger.P99.TotalMilliseconds:0.0} ms"),
            ledger is { Failed: 0, Outstanding: 0 } ? Tone.Good : Tone.Bad));
    }

    private Styled Stamp() => new(Words.Say($"{clock.Now.TotalSeconds,6:0.0}s "), Tone.Faint);
}
