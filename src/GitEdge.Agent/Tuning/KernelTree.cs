using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tuning;

/// <summary>The kernel's knobs: files of proc and sysfs, or of a tree of the same shape.</summary>
/// <param name="root">What the paths of <see cref="KnobFiles"/> are below, for example <c>/</c>.</param>
internal sealed class KernelTree(string root)
{
    private static readonly KnobKind[] Kinds = [KnobKind.CpuGovernor, KnobKind.EnergyPreference, KnobKind.TransparentHugepages, KnobKind.Sysctl];

    /// <summary>Whether a knob is one of the kernel's.</summary>
    public static bool Has(Knob knob) => Kinds.Contains(knob.Kind);

    /// <summary>The processors that can ever be there; empty when the kernel does not say.</summary>
    public string Processors => KernelFile.Read(Path.Combine(root, KnobFiles.Processors))?.Trim() ?? "";

    /// <summary>The governor and the energy preference of every cpufreq policy.</summary>
    public IEnumerable<Knob> PolicyKnobs()
    {
        var folder = Path.Combine(root, KnobFiles.Policies);
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateDirectories(folder, "policy*").Select(path => Path.GetFileName(path)!)
            .SelectMany(policy => new[] { new Knob(KnobKind.CpuGovernor, policy), new Knob(KnobKind.EnergyPreference, policy) });
    }

    /// <summary>A knob as it is; null when the machine does not have it.</summary>
    public ObservedKnob? Find(Knob knob)
    {
        if (KnobFiles.Of(knob) is not { } file || KernelFile.Read(PathOf(file)) is not { } text)
            return null;
        var (value, choices) = knob.Kind == KnobKind.TransparentHugepages ? Marked(text) : (text, ChoicesOf(knob));
        return new ObservedKnob(KnobValues.Canonical(knob, value) ?? "") { Choices = choices, IsWritable = KernelFile.IsWritable(PathOf(file)) };
    }

    /// <summary>Writes a value.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Write(Knob knob, string value) => KernelFile.Write(PathOf(KnobFiles.Of(knob)!), value);

    private string PathOf(string file) => Path.Combine(root, file);

    private string[]? ChoicesOf(Knob knob) =>
        KnobFiles.ChoicesOf(knob) is { } file && KernelFile.Read(PathOf(file)) is { } text ? Words(text) : null;

    /// <summary>The kernel's form for one of several words, <c>always [madvise] never</c>; in a tree of files also the word alone.</summary>
    private static (string Value, string[]? Choices) Marked(string text) => Words(text) switch
    {
        [var alone] => (alone, null),
        var words => (Array.Find(words, word => word[0] == '[')?.Trim('[', ']') ?? "", [.. words.Select(word => word.Trim('[', ']'))]),
    };

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
