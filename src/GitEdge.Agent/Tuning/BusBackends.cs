using GitEdge.Core.Tuning;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Tuning;

/// <summary>The daemons of a device, over its system bus: systemd, TuneD, power-profiles-daemon. None is started by being asked.</summary>
/// <param name="link">The bus; while there is none, nobody is on it.</param>
/// <param name="time">The clock.</param>
internal sealed class BusBackends(BusLink link, TimeProvider time)
{
    private static readonly BusCall s_tuned = new("com.redhat.tuned", "/Tuned", "com.redhat.tuned.control", "");

    // The name since power-profiles-daemon 0.20, and that of before.
    private static readonly BusCall[] s_power =
    [
        new("org.freedesktop.UPower.PowerProfiles", "/org/freedesktop/UPower/PowerProfiles", "org.freedesktop.UPower.PowerProfiles", ""),
        new("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles", "net.hadess.PowerProfiles", ""),
    ];

    /// <summary>All of them.</summary>
    public TuningBackends All() => new()
    {
        ReadUnit = ReadUnitAsync,
        SetUnit = SetUnitAsync,
        IsInstalled = IsInstalledAsync,
        Tuned = new ProfileDaemon(cancellation => FindAsync(ReadTunedAsync, cancellation), SwitchTunedAsync),
        PowerProfiles = new ProfileDaemon(cancellation => FindAsync(ReadPowerAsync, cancellation), SwitchPowerAsync),
    };

    /// <summary>One that has its name and does not answer is as little there as one that does not run.</summary>
    private static async Task<ProfileList?> FindAsync(Func<CancellationToken, Task<ProfileList?>> read, CancellationToken cancellation)
    {
        try
        {
            return await read(cancellation);
        }
        catch (BusException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> ReadUnitAsync(string unit, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (!UnitName.TryParse(unit, out var name))
            return null;
        try
        {
            var state = await new SystemdManager(await link.GetAsync(cancellation), time).ReadAsync(name, cancellation);
            return state.LoadState == "loaded" ? Texts(state.Limits, names) : null;
        }
        catch (BusException)
        {
            return null;
        }
    }

    /// <summary>When systemd does not say, it is: what it was asked for once was there.</summary>
    private async Task<bool> IsInstalledAsync(Knob knob, CancellationToken cancellation)
    {
        string[] units = knob.Kind switch
        {
            KnobKind.TunedProfile => ["tuned.service"],
            // Two that answer to the same name.
            KnobKind.PowerProfile => ["power-profiles-daemon.service", "tuned-ppd.service"],
            _ => [knob.Name],
        };
        try
        {
            var systemd = new SystemdManager(await link.GetAsync(cancellation), time);
            foreach (var unit in units)
            {
                if (UnitName.TryParse(unit, out var name) && await systemd.ReadAsync(name, cancellation) is { LoadState: not ("not-found" or "masked") })
                    return true;
            }
            return false;
        }
        catch (BusException)
        {
            return true;
        }
    }

    private static Dictionary<string, string> Texts(UnitLimits limits, IReadOnlyList<string> names)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var number = name switch
            {
                UnitKnobs.MemoryMax => limits.MemoryMax,
                UnitKnobs.CpuWeight => limits.CpuWeight,
                UnitKnobs.IoWeight => limits.IoWeight,
                _ => null,
            };
            if (number is { } known)
                texts[name] = UnitKnobs.TextOf(name, known);
            else if (name == UnitKnobs.AllowedCpus && limits.AllowedCpus is { } cpus)
                texts[name] = cpus.Count == 0 ? UnitKnobs.Unset : ProcessorList.Write(cpus);
        }
        return texts;
    }

    private async Task<string?> SetUnitAsync(string unit, string name, string value, CancellationToken cancellation)
    {
        if (!UnitName.TryParse(unit, out var parsed))
            return "it is no service";
        var limits = name switch
        {
            UnitKnobs.MemoryMax => new UnitLimits { MemoryMax = UnitKnobs.NumberOf(value) },
            UnitKnobs.CpuWeight => new UnitLimits { CpuWeight = UnitKnobs.NumberOf(value) },
            UnitKnobs.IoWeight => new UnitLimits { IoWeight = UnitKnobs.NumberOf(value) },
            _ => new UnitLimits { AllowedCpus = value == UnitKnobs.Unset ? [] : [.. ProcessorList.Parse(value) ?? new HashSet<int>()] },
        };
        return await TryAsync(bus => new SystemdManager(bus, time).SetLimitsAsync(parsed, limits, isRuntime: true, cancellation), cancellation);
    }

    private async Task<ProfileList?> ReadTunedAsync(CancellationToken cancellation)
    {
        if (await FindAsync(s_tuned, cancellation) is not { } bus)
            return null;
        var active = await bus.CallAsync(s_tuned with { Member = "active_profile" }, static reader => reader.ReadString(), cancellation);
        return new ProfileList(active, await bus.CallAsync(s_tuned with { Member = "profiles" }, static reader => reader.ReadStrings(), cancellation));
    }

    // It answers "OK" for what it did not do: what counts is what is read back.
    private Task<string?> SwitchTunedAsync(string profile, CancellationToken cancellation) => TryAsync(
        bus => bus.CallAsync(s_tuned with { Member = "switch_profile", Arguments = writer => writer.WriteString(profile) }, cancellation), cancellation);

    private async Task<ProfileList?> ReadPowerAsync(CancellationToken cancellation)
    {
        foreach (var daemon in s_power)
        {
            if (await FindAsync(daemon, cancellation) is not { } bus)
                continue;
            var active = await bus.CallAsync(Property(daemon, "Get", "ActiveProfile", static _ => { }), static reader => reader.ReadVariant("s", text => text.ReadString()), cancellation);
            var all = await bus.CallAsync(Property(daemon, "Get", "Profiles", static _ => { }), static reader => reader.ReadVariant("aa{sv}", ReadProfiles), cancellation);
            return new ProfileList(active, all);
        }
        return null;
    }

    private static IReadOnlyList<string> ReadProfiles(BusReader reader) =>
        [.. reader.ReadArray("a{sv}", static profile => string.Concat(profile.ReadArray("{sv}", static entry => entry.ReadDictEntry("sv", ReadName))))];

    private static string ReadName(BusReader entry)
    {
        if (entry.ReadString() == "Profile")
            return entry.ReadVariant("s", static text => text.ReadString());
        entry.Skip("v");
        return "";
    }

    private async Task<string?> SwitchPowerAsync(string profile, CancellationToken cancellation)
    {
        foreach (var daemon in s_power)
        {
            if (await FindAsync(daemon, cancellation) is not null)
            {
                return await TryAsync(bus => bus.CallAsync(
                    Property(daemon, "Set", "ActiveProfile", writer => writer.WriteVariant("s", text => text.WriteString(profile))), cancellation), cancellation);
            }
        }
        return "power-profiles-daemon does not run";
    }

    private static BusCall Property(BusCall daemon, string member, string name, WriteValues value) =>
        daemon with
        {
            Interface = "org.freedesktop.DBus.Properties",
            Member = member,
            Arguments = writer =>
            {
                writer.WriteString(daemon.Interface);
                writer.WriteString(name);
                value(writer);
            },
        };

    /// <summary>The bus, when the daemon is on it; a call would start it.</summary>
    private async Task<BusConnection?> FindAsync(BusCall daemon, CancellationToken cancellation)
    {
        try
        {
            var bus = await link.GetAsync(cancellation);
            await bus.FindOwnerAsync(daemon.Destination, cancellation);
            return bus;
        }
        catch (BusException)
        {
            return null;
        }
    }

    private async Task<string?> TryAsync(Func<BusConnection, Task> run, CancellationToken cancellation)
    {
        try
        {
            await run(await link.GetAsync(cancellation));
            return null;
        }
        catch (BusException e)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
