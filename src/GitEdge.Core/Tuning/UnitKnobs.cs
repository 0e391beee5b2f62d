namespace GitEdge.Core.Tuning;

/// <summary>The properties of units that can be tuned (systemd.resource-control(5)).</summary>
public static class UnitKnobs
{
    /// <summary>Bytes, or <see cref="Infinity"/>.</summary>
    public const string MemoryMax = "MemoryMax";

    /// <summary>1 to 10000, or <see cref="Unset"/>.</summary>
    public const string CpuWeight = "CPUWeight";

    /// <summary>1 to 10000, or <see cref="Unset"/>.</summary>
    public const string IoWeight = "IOWeight";

    /// <summary>A list such as <c>0-3,5</c>, or <see cref="Unset"/>.</summary>
    public const string AllowedCpus = "AllowedCPUs";

    /// <summary>No limit: 2⁶⁴−1 on the bus.</summary>
    public const string Infinity = "infinity";

    /// <summary>Nobody has set it: 2⁶⁴−1 on the bus for a weight, no bytes for a list.</summary>
    public const string Unset = "unset";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [MemoryMax, CpuWeight, IoWeight, AllowedCpus];

    /// <summary>A number of systemd1 (type t) → its text; 2⁶⁴−1 stands for no limit and for nothing set.</summary>
    public static string TextOf(string property, ulong number) =>
        number != ulong.MaxValue ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : property == MemoryMax ? Infinity : Unset;

    /// <summary>A text → the number of systemd1 (type t). For all but <see cref="AllowedCpus"/>.</summary>
    /// <exception cref="FormatException">It is not in canonical form.</exception>
    public static ulong NumberOf(string text) =>
        text is Infinity or Unset ? ulong.MaxValue : ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
