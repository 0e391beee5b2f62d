using GitEdge.Linux.Bus;

namespace GitEdge.Linux.Systemd;

/// <summary>Properties of units as they stand in messages: <c>a(sv)</c> to systemd, <c>a{sv}</c> from it.</summary>
internal sealed class UnitProperties
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, ulong> _numbers = [];
    private readonly Dictionary<string, byte[]> _bytes = [];

    private UnitProperties()
    {
    }

    /// <summary>Writes what is to be set, each <c>(sv)</c>, within an array that the caller began.</summary>
    public static void Write(BusWriter items, UnitLimits limits)
    {
        WriteNumber(items, "MemoryMax", limits.MemoryMax);
        WriteNumber(items, "CPUWeight", limits.CpuWeight);
        WriteNumber(items, "IOWeight", limits.IoWeight);
        if (limits.AllowedCpus is { } cpus)
            Write(items, "AllowedCPUs", "ay", value => value.WriteBytes(MaskOf(cpus)));
    }

    /// <summary>Writes a service of one run.</summary>
    public static void Write(BusWriter items, TransientService service)
    {
        Write(items, "Description", "s", value => value.WriteString(service.Description));
        Write(items, "CollectMode", "s", value => value.WriteString("inactive-or-failed"));
        Write(items, service.Limits);
        if (service.Longest is { } longest)
            WriteNumber(items, "RuntimeMaxUSec", (ulong)longest.TotalMicroseconds);
        Write(items, "ExecStart", "a(sasb)", value => value.WriteArray("(sasb)", commands => commands.WriteStruct("sasb", fields =>
        {
            fields.WriteString(service.Command[0]);
            fields.WriteStrings(service.Command);
            fields.WriteBoolean(false);
        })));
    }

    /// <summary>Reads <c>a{sv}</c>; of values of types that no unit's limits and states have, nothing is kept.</summary>
    public static UnitProperties Read(BusReader reader)
    {
        var properties = new UnitProperties();
        reader.ReadArray("{sv}", entry => entry.ReadDictEntry("sv", both => properties.Add(both.ReadString(), both)));
        return properties;
    }

    /// <summary>A text; empty when there is none.</summary>
    public string Text(string name) => _texts.GetValueOrDefault(name, "");

    /// <summary>A number; null when there is none.</summary>
    public ulong? Number(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    /// <summary>The limits among them.</summary>
    public UnitLimits Limits() => new()
    {
        MemoryMax = Number("MemoryMax"),
        CpuWeight = Number("CPUWeight"),
        IoWeight = Number("IOWeight"),
        AllowedCpus = _bytes.TryGetValue("AllowedCPUs", out var mask) ? NumbersOf(mask) : null,
    };

    private bool Add(string name, BusReader reader)
    {
        switch (reader.Peek().Contents)
        {
            case "s":
                _texts[name] = reader.ReadVariant("s", value => value.ReadString());
                return true;
            case "t":
                _numbers[name] = reader.ReadVariant("t", value => value.ReadUInt64());
                return true;
            case "u":
                _numbers[name] = reader.ReadVariant("u", value => value.ReadUInt32());
                return true;
            case "ay":
                _bytes[name] = reader.ReadVariant("ay", value => value.ReadBytes());
                return true;
            default:
                reader.Skip("v");
                return false;
        }
    }

    private static void WriteNumber(BusWriter items, string name, ulong? number)
    {
        if (number is { } value)
            Write(items, name, "t", variant => variant.WriteUInt64(value));
    }

    private static void Write(BusWriter items, string name, string type, WriteValues value) => items.WriteStruct("sv", fields =>
    {
        fields.WriteString(name);
        fields.WriteVariant(type, value);
    });

    private static byte[] MaskOf(IReadOnlyList<int> cpus)
    {
        var mask = new byte[cpus.Count == 0 ? 0 : (cpus.Max() / 8) + 1];
        foreach (var cpu in cpus)
            mask[cpu / 8] |= (byte)(1 << (cpu % 8));
        return mask;
    }

    private static IReadOnlyList<int> NumbersOf(byte[] mask) =>
        [.. Enumerable.Range(0, mask.Length * 8).Where(cpu => (mask[cpu / 8] & (1 << (cpu % 8))) != 0)];
}
