using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Status;

/// <summary>The status for people.</summary>
internal sealed class StatusView(Terminal terminal, DateTimeOffset now)
{
    public void Show(StatusRead read)
    {
        if (read.Problem is { } problem)
        {
            terminal.Line(new Styled(problem.Message, Tone.Bad));
            terminal.Line(new Styled($"To do: {problem.Cure}", Tone.Warning));
        }
        if (read.LastCommitted is { } last)
            terminal.Line($"Last known: release {last.Release}, generation {last.Generation}, started {Words.Time(last.Started)}, was committed.");
        if (read.Status is not { } status)
            return;
        if (read.Problem is not null)
            terminal.Line();
        terminal.Fields(Fields(status, fresh: read.Problem is null));
        terminal.Line();
        ShowModels(status.Models);
        terminal.Line();
        ShowConditions(status.Conditions);
    }

    private List<Field> Fields(DeviceStatus status, bool fresh)
    {
        List<Field> fields =
        [
            new("Device", new Styled(status.Device, Tone.Strong), $", channel {status.Channel}, agent {status.Agent}"),
            new("State", State(status, fresh)),
            new("Phase", Phase(status)),
            new("Accepted", status.Accepted is { } accepted ? $"release {accepted}" : "no release yet"),
            new("Committed", status.Current is { } current ? Describe(current) : "nothing yet"),
        ];
        if (status.Pause is { } pause)
            fields.Add(new Field("Paused", new Styled(pause.Until is { } until ? $"until {Words.Time(until)}" : "until it is lifted", Tone.Warning), ", by an operator: nothing new is begun"));
        if (status.Target is { } target)
            fields.Add(new Field("Under way", Describe(target)));
        fields.Add(new Field("Last contact", status.LastContact is { } contact ? Words.Relative(contact, now) : "never"));
        fields.Add(new Field("Next poll", status.NextPoll is { } poll ? Words.Relative(poll, now) : "not planned"));
        fields.Add(new Field("Written", Words.Relative(status.At, now)));
        return fields;
    }

    private static Styled State(DeviceStatus status, bool fresh)
    {
        if (!fresh)
            return new Styled("not known", Tone.Bad);
        var wrong = status.Conditions.Count(condition => !condition.Ok);
        return wrong == 0
            ? new Styled("ok", Tone.Good)
            : new Styled(Words.Say($"{wrong} of {status.Conditions.Count} conditions not ok"), Tone.Bad);
    }

    private IReadOnlyList<Styled> Phase(DeviceStatus status)
    {
        var tone = status.Phase is DeploymentPhase.Stalled or DeploymentPhase.RollingBack or DeploymentPhase.Stopping ? Tone.Bad : Tone.Normal;
        var name = new Styled(status.Phase.ToString(), tone);
        if (status is { Phase: DeploymentPhase.Probation, Target: { } target } && target.Soak > TimeSpan.Zero)
        {
            var healthy = $"  healthy for {Words.Duration(status.Soaked)} of {Words.Duration(target.Soak)}";
            return [name, "  ", .. terminal.Bar(status.Soaked / target.Soak), healthy];
        }
        return status.Progress is { } progress ? [name, "  ", .. terminal.Bar(progress)] : [name];
    }

    private static string Describe(GenerationStatus generation) => Words.Say(
        $"generation {generation.Number}, release {generation.Release}, slot {generation.Slot.Letter()}, transaction {generation.Transaction}");

    private void ShowModels(IReadOnlyList<ModelStatus>? models)
    {
        if (models is null)
            terminal.Line(new Styled("Models: the server could not be asked.", Tone.Bad));
        else if (models.Count == 0)
            terminal.Line("Models: none is loaded.");
        else
            terminal.Table(["Model", "Version", "Digest", "Ready", "Default"], [.. models.Select(Row)]);
    }

    private static IReadOnlyList<Styled> Row(ModelStatus model) =>
    [
        new Styled(model.Name, Tone.Strong),
        Words.Say($"{model.Version}"),
        Words.Short(model.Digest),
        model.Ready ? new Styled("yes", Tone.Good) : new Styled("no", Tone.Bad),
        model.Default ? "yes" : "no",
    ];

    private void ShowConditions(IReadOnlyList<Condition> conditions)
    {
        if (conditions.Count == 0)
        {
            terminal.Line("Conditions: none reported yet.");
            return;
        }
        terminal.Table(["Condition", "State", "Reason", "Since", "Found"], [.. conditions.Select(Row)]);
        foreach (var wrong in conditions.Where(condition => !condition.Ok && condition.Cure.Length > 0))
            terminal.Line(new Styled($"To do for {wrong.Type} ({wrong.Reason}): ", Tone.Warning), wrong.Cure);
    }

    private IReadOnlyList<Styled> Row(Condition condition) =>
    [
        condition.Type.ToString(),
        condition.Ok ? new Styled("ok", Tone.Good) : new Styled("not ok", Tone.Bad),
        condition.Reason,
        Words.Relative(condition.Since, now),
        condition.Message,
    ];
}
