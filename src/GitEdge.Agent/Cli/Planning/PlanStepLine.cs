using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>One step of a plan in words.</summary>
/// <param name="Step">What is done, one word.</param>
/// <param name="Subject">To what.</param>
/// <param name="Why">Why, and what it may touch.</param>
/// <param name="Deploys">True for a new generation, false for a repair.</param>
internal sealed record PlanStepLine(string Step, string Subject, string Why, bool Deploys)
{
    public static PlanStepLine Of(PlanStep step)
    {
        var (word, subject, why) = Describe(step);
        return new PlanStepLine(word, subject, why, step.Deploys);
    }

    private static (string Word, string Subject, string Why) Describe(PlanStep step) => step switch
    {
        PlanStep.FetchArtifact fetch => ("fetch", $"model {fetch.Model}",
            $"{Words.Size(fetch.Size)}, sha256 {Words.Short(fetch.Digest)}, is not on this device yet"),
        PlanStep.PullImage pull => ("pull", $"container {pull.Container}", $"{pull.Image}, unless it is on this device already"),
        PlanStep.StageSlot stage => ("stage", $"slot {stage.Slot.Letter()}", "the inactive slot is filled and read back; what runs is not touched"),
        PlanStep.TryModel attempt => ("try", $"model {attempt.Model}", "golden cases, latency and memory, in a process of its own"),
        PlanStep.Tune tune => ("tune", $"{tune.Change.Knob}", $"'{tune.Change.From}' becomes '{tune.Change.To}', and goes back unless it is confirmed"),
        PlanStep.Activate activate => ("activate", $"slot {activate.Slot.Letter()}", "loaded beside the running version, then made the default"),
        PlanStep.Watch watch => ("watch", $"for {Words.Duration(watch.Soak)}", "goes back by itself unless it stays healthy"),
        PlanStep.PointActive point => ("repair", $"slot {point.Slot.Letter()}", "active does not point to what was committed"),
        PlanStep.Retune tune => ("repair", $"{tune.Change.Knob}", $"'{tune.Change.To}' was committed, '{tune.Change.From}' is found"),
        PlanStep.ServeModel serve => ("repair", $"model {serve.Model}", Words.Say($"version {serve.Version} was committed, but {serve.Found}")),
        PlanStep.FreeModel free => ("repair", $"model {free.Model}", Words.Say($"version {free.Version} is loaded and nothing needs it")),
        _ => ("do", step.GetType().Name, "this version cannot describe it"),
    };
}
