using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>A plan for people: step by step with the reason, and the decision in one sentence.</summary>
internal sealed class PlanView(Terminal terminal)
{
    public void Show(PlanReport report)
    {
        terminal.Fields(
        [
            new Field("Device", new Styled(report.Device, Tone.Strong)),
            new Field("At", Words.Time(report.At)),
            new Field("From", report.Source),
        ]);
        terminal.Line();
        if (report.Plan is { IsConverged: false } plan)
        {
            terminal.Table(["", "Step", "What", "Why"], [.. plan.Steps.Select((step, index) => Row(PlanStepLine.Of(step), index + 1))]);
            terminal.Line();
        }
        foreach (var fault in report.Faults)
        {
            terminal.Line(new Styled($"{fault.Reason}: ", Tone.Bad), fault.Message);
            terminal.Line(new Styled("To do: ", Tone.Warning), fault.Cure);
        }
        foreach (var note in report.Notes)
            terminal.Line(new Styled($"Note: {note}", Tone.Faint));
        terminal.Line(new Styled(PlanSummary.Sentence(report), ToneOf(report)));
    }

    private static IReadOnlyList<Styled> Row(PlanStepLine line, int number) =>
    [
        Words.Say($"{number}"), new Styled(line.Step, line.Deploys ? Tone.Strong : Tone.Warning), line.Subject, line.Why,
    ];

    private static Tone ToneOf(PlanReport report) => PlanSummary.Decision(report) switch
    {
        "refused" => Tone.Bad,
        "waiting" => Tone.Warning,
        "converged" => Tone.Good,
        _ => Tone.Strong,
    };
}
