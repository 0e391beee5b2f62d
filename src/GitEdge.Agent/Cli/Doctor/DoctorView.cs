using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>The findings for people: one line each, the cure below it.</summary>
internal static class DoctorView
{
    public static void Show(Terminal terminal, IReadOnlyList<DoctorResult> results)
    {
        var width = results.Count == 0 ? 0 : results.Max(result => result.Check.Length);
        foreach (var result in results)
        {
            terminal.Line(Word(result.Level), "  ", new Styled(result.Check.PadRight(width), Tone.Strong), "  ", result.Message);
            if (result.Cure.Length > 0)
                terminal.Line(new Styled("      To do: ", Tone.Warning), result.Cure);
        }
        terminal.Line();
        terminal.Line(Summary(results));
    }

    private static Styled Summary(IReadOnlyList<DoctorResult> results)
    {
        var failures = results.Count(result => result.Level is DoctorLevel.Failure);
        var open = results.Count(result => result.Level is DoctorLevel.Warning or DoctorLevel.Unknown);
        if (failures > 0)
            return new Styled(Words.Say($"{failures} failed, {open} to look at: this device may not be able to update or go back."), Tone.Bad);
        return open > 0
            ? new Styled(Words.Say($"Nothing failed, {open} to look at."), Tone.Warning)
            : new Styled("All is well: this device can update and go back.", Tone.Good);
    }

    private static Styled Word(DoctorLevel level) => level switch
    {
        DoctorLevel.Ok => new Styled("ok  ", Tone.Good),
        DoctorLevel.Warning => new Styled("warn", Tone.Warning),
        DoctorLevel.Failure => new Styled("fail", Tone.Bad),
        _ => new Styled("?   ", Tone.Warning),
    };
}
