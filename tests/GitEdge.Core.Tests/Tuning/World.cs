using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

/// <summary>A machine in memory: knobs, drop-in files, a journal and boots, on which acts are done until somebody pulls the plug.</summary>
internal sealed class World
{
    private readonly Dictionary<Knob, string> _boot;

    public World(IReadOnlyDictionary<Knob, string> knobs)
    {
        _boot = knobs.ToDictionary();
        Live = knobs.ToDictionary();
    }

    public Dictionary<Knob, string> Live { get; private set; }

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public TuningRecord Record { get; private set; } = new();

    public BootMoment Now { get; private set; } = new("boot-0", TimeSpan.FromMinutes(5));

    public List<Knob> Written { get; } = [];

    public ObservedTuning Observe() => new(Live.ToDictionary(one => one.Key, one => new ObservedKnob(one.Value))) { Processors = "0-3" };

    public TuningPlan Plan(TuningSpec? desired, TuningPolicy? policy = null) => TuningPlanner.Of(desired, policy ?? StandardPolicy.Policy, Observe(), Record.Settings);

    /// <summary>The first <paramref name="count"/> acts: the process dies before the next.</summary>
    public void Do(IEnumerable<TuningAct> acts, int count = int.MaxValue)
    {
        foreach (var act in acts.Take(count))
            Do(act);
    }

    public TuningPlan Apply(TuningSpec? desired, long generation, int count = int.MaxValue)
    {
        var plan = Plan(desired);
        Do(TuningScript.Apply(Record, plan, generation, Now.After(TimeSpan.FromMinutes(1))), count);
        return plan;
    }

    public void Install(TuningSpec? desired, long generation)
    {
        Apply(desired, generation);
        Do(TuningScript.Confirm(Record));
        Do(TuningScript.Commit(Record));
    }

    public void Recover() => Do(TuningScript.Recover(Record, Now));

    public void Pass(TimeSpan time) => Now = Now.After(time);

    /// <summary>The kernel's own values, what the drop-ins say, and what daemons remember.</summary>
    public void Reboot()
    {
        Now = new BootMoment(FormattableString.Invariant($"boot-{int.Parse(Now.Boot.AsSpan(5)) + 1}"), TimeSpan.FromSeconds(9));
        Live = _boot.ToDictionary(one => one.Key, one => one.Key.Kind is KnobKind.TunedProfile or KnobKind.PowerProfile
            ? Live[one.Key]
            : FromDropIns(one.Key) ?? one.Value);
    }

    private string? FromDropIns(Knob knob)
    {
        if (knob.Kind == KnobKind.Sysctl)
            return Files.TryGetValue(DropIns.Sysctl, out var sysctl) ? SysctlFile.Find(sysctl, knob.Name) : null;
        var (file, begin) = knob.Kind == KnobKind.UnitProperty
            ? ($"etc/systemd/system/{knob.Name}.d/40-gitedge.conf", $"{knob.Property}=")
            : (DropIns.Tmpfiles, $"w /{KnobFiles.Of(knob)} - - - - ");
        return Files.TryGetValue(file, out var text)
            ? text.Split('\n').FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..]
            : null;
    }

    private void Do(TuningAct act)
    {
        switch (act)
        {
            case TuningAct.Keep keep:
                Record = TuningJson.Read(TuningJson.Write(keep.Record))!;
                break;
            case TuningAct.Turn turn:
                Write(turn.Knob, turn.Value);
                break;
            case TuningAct.PutBack back when back.OnlyFrom is null || Live[back.Knob] == back.OnlyFrom:
                Write(back.Knob, back.Value);
                break;
            case TuningAct.Publish publish:
                Files.Clear();
                foreach (var (path, text) in publish.Files)
                    Files[path] = text;
                break;
            default:
                break;
        }
    }

    private void Write(Knob knob, string value)
    {
        if (Live[knob] == value)
            return;
        Live[knob] = value;
        Written.Add(knob);
        if (TuningPlanner.PartnerOf(knob) is { } partner && Live.ContainsKey(partner))
            Live[partner] = "0";
    }
}
