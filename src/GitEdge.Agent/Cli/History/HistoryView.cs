using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.History;

/// <summary>The history for people.</summary>
internal sealed class HistoryView(Terminal terminal)
{
    public void List(IReadOnlyList<PastDeployment> deployments)
    {
        if (deployments.Count == 0)
            terminal.Line("Nothing has been deployed on this device yet.");
        else
            terminal.Table(
                ["Transaction", "Started", "Release", "Generation", "Outcome", "Duration", "Reason"],
                [.. deployments.Select(Row)]);
    }

    public void Show(PastDeployment one)
    {
        terminal.Fields(
        [
            new Field("Transaction", new Styled(one.Transaction, Tone.Strong)),
            new Field("Release", one.Release.ToString()),
            new Field("Generation", Words.Say($"{one.Generation}")),
            new Field("Outcome", Outcome(one.Outcome)),
            new Field("Duration", Lasted(one.Duration)),
        ]);
        terminal.Line();
        terminal.Table(["At", "From", "To", "Then took", "Note"], [.. one.Steps.Select((step, index) => Row(one.Steps, index))]);
        if (one.Fault is not { } fault)
            return;
        terminal.Line(new Styled($"{fault.Reason}: ", Tone.Bad), fault.Message);
        terminal.Line(new Styled("To do: ", Tone.Warning), fault.Cure);
    }

    public void Problems(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
            terminal.Line(new Styled(fault, Tone.Warning));
    }

    private static IReadOnlyList<Styled> Row(PastDeployment one) =>
    [
        one.Transaction,
        Words.Time(one.Started),
        one.Release.ToString(),
        Words.Say($"{one.Generation}"),
        Outcome(one.Outcome),
        Lasted(one.Duration),
        one.Fault is { } fault ? $"{fault.Reason}: {fault.Message}" : "",
    ];

    private static IReadOnlyList<Styled> Row(IReadOnlyList<HistoryEntry> steps, int index)
    {
        var step = steps[index];
        var took = index + 1 < steps.Count ? steps[index + 1].At - step.At : (TimeSpan?)null;
        var note = new[] { step.Note, step.Fault is { } fault ? $"{fault.Reason}: {fault.Message}" : null };
        return [Words.Time(step.At), step.From.ToString(), step.To.ToString(), Lasted(took), string.Join("; ", note.OfType<string>())];
    }

    private static string Lasted(TimeSpan? time) => time is { } known ? Words.Duration(known) : "-";

    private static Styled Outcome(HistoryOutcome outcome) => outcome switch
    {
        HistoryOutcome.UnderWay => new Styled("under way", Tone.Strong),
        HistoryOutcome.Committed => new Styled("committed", Tone.Good),
        HistoryOutcome.RolledBack => new Styled("rolled back", Tone.Bad),
        HistoryOutcome.Refused => new Styled("refused", Tone.Bad),
        HistoryOutcome.Interrupted => new Styled("interrupted", Tone.Warning),
        HistoryOutcome.Superseded => new Styled("superseded", Tone.Faint),
        HistoryOutcome.Stopped => new Styled("stopped", Tone.Bad),
        HistoryOutcome.Stalled => new Styled("stalled", Tone.Bad),
        _ => new Styled("not known", Tone.Warning),
    };
}
