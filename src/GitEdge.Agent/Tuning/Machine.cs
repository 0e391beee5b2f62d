using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>All knobs of a machine, whoever is asked for them.</summary>
/// <param name="root">What files are below, for example <c>/</c>.</param>
/// <param name="backends">The daemons.</param>
internal sealed class Machine(string root, TuningBackends backends)
{
    private readonly KernelTree _kernel = new(root);

    /// <summary>What a release asks for, what is held already, and every core's policies, with who else sets them.</summary>
    public async Task<ObservedTuning> ObserveAsync(TuningSpec? desired, IReadOnlyList<KeptSetting> kept, CancellationToken cancellation)
    {
        var found = new Dictionary<Knob, ObservedKnob>();
        foreach (var knob in TuningPlanner.Knobs(desired, kept).Concat(_kernel.PolicyKnobs()).Distinct())
        {
            if (await FindAsync(knob, cancellation) is { } one)
                found[knob] = one;
        }
        await AddOwnersAsync(desired, kept, found, cancellation);
        return new ObservedTuning(found) { Processors = _kernel.Processors };
    }

    /// <summary>A knob's value; null when the machine does not have it.</summary>
    public async Task<string?> ReadAsync(Knob knob, CancellationToken cancellation) => (await FindAsync(knob, cancellation))?.Value;

    /// <summary>Whether whoever sets a knob is on this device, and does not answer. What is gone from it has nothing to put back.</summary>
    public async Task<bool> IsAwayAsync(Knob knob, CancellationToken cancellation) =>
        !KernelTree.Has(knob) && backends.IsInstalled is { } isInstalled
        && await FindAsync(knob, cancellation) is null && await isInstalled(knob, cancellation);

    /// <summary>Sets a knob. Null when it was taken, else why not, without a final stop.</summary>
    public async Task<string?> WriteAsync(Knob knob, string value, CancellationToken cancellation)
    {
        if (!KernelTree.Has(knob))
            return await AskAsync(knob, value, cancellation);
        try
        {
            _kernel.Write(knob, value);
            return null;
        }
        catch (IOException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private Task<string?> AskAsync(Knob knob, string value, CancellationToken cancellation) => knob.Kind switch
    {
        KnobKind.UnitProperty when backends.SetUnit is { } set => set(knob.Name, knob.Property, value, cancellation),
        KnobKind.TunedProfile when backends.Tuned is { } tuned => tuned.Switch(value, cancellation),
        KnobKind.PowerProfile when backends.PowerProfiles is { } power => power.Switch(value, cancellation),
        _ => Task.FromResult<string?>($"nobody on this device sets {knob}"),
    };

    private async Task<ObservedKnob?> FindAsync(Knob knob, CancellationToken cancellation) => knob.Kind switch
    {
        KnobKind.TunedProfile => await FindProfileAsync(backends.Tuned, cancellation),
        KnobKind.PowerProfile => await FindProfileAsync(backends.PowerProfiles, cancellation),
        KnobKind.UnitProperty => await FindPropertyAsync(knob, cancellation),
        _ => _kernel.Find(knob),
    };

    private static async Task<ObservedKnob?> FindProfileAsync(ProfileDaemon? daemon, CancellationToken cancellation) =>
        daemon is not null && await daemon.Read(cancellation) is { } list ? new ObservedKnob(list.Active) { Choices = list.All } : null;

    private async Task<ObservedKnob?> FindPropertyAsync(Knob knob, CancellationToken cancellation) =>
        backends.ReadUnit is { } read && await read(knob.Name, [knob.Property], cancellation) is { } properties
        && properties.TryGetValue(knob.Property, out var text) && KnobValues.Canonical(knob, text) is { } value
            ? new ObservedKnob(value)
            : null;

    private async Task AddOwnersAsync(TuningSpec? desired, IReadOnlyList<KeptSetting> kept, Dictionary<Knob, ObservedKnob> found, CancellationToken cancellation)
    {
        var scan = new OwnerScan(root);
        var active = await FindProfileAsync(backends.Tuned, cancellation);
        var profile = active is null ? null
            : desired?.TunedProfile ?? kept.FirstOrDefault(one => one.Knob.Kind == KnobKind.TunedProfile)?.Original ?? active.Value;
        var tuned = profile is null ? null : scan.OfTuned(profile);
        var power = await FindProfileAsync(backends.PowerProfiles, cancellation);
        foreach (var knob in found.Keys.ToList())
        {
            // TuneD has one setting for all cores.
            var asTuned = knob.Kind is KnobKind.CpuGovernor or KnobKind.EnergyPreference ? knob with { Name = "" } : knob;
            var owner = knob.Kind == KnobKind.Sysctl ? scan.OfSysctl(knob) : null;
            if (tuned?.TryGetValue(asTuned, out var value) == true)
                owner = new KnobOwner($"TuneD, by its profile '{profile}',", value);
            else if (power is not null && knob.Kind == KnobKind.EnergyPreference)
                owner = new KnobOwner($"power-profiles-daemon, by its profile '{power.Value}',", null);
            found[knob] = found[knob] with { Owner = owner };
        }
    }
}
