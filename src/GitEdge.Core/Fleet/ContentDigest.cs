using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Fleet;

/// <summary>
/// The digest of a desired state's meaning: one length-prefixed field after another, in a fixed order, so that two
/// states have the same digest only when they mean the same. Device, profile names and download addresses are left out.
/// </summary>
internal static class ContentDigest
{
    public static Sha256Digest Of(DesiredState state)
    {
        var fields = new StringBuilder();
        Add(fields, "gitedge-content-v1");
        foreach (var model in state.Models)
            AddModel(fields, model);
        foreach (var container in state.Containers)
            AddContainer(fields, container);
        if (state.Tuning is { } tuning)
            AddTuning(fields, tuning);
        AddHealth(fields, state.Health);
        return Sha256Digest.Of(Encoding.UTF8.GetBytes(fields.ToString()));
    }

    private static void AddModel(StringBuilder fields, DesiredModel model)
    {
        var spec = model.Spec;
        Add(fields, "model", spec.Name, spec.Digest, spec.Size, spec.Swap);
        if (spec.Requires is { } requires)
            Add(fields, "requires", requires.Memory, requires.Provider, requires.Opset, requires.Runtime);
        if (spec.Golden is not { } golden)
            return;
        var tolerance = golden.Tolerance;
        Add(fields, "golden", golden.Cases, golden.Memory, golden.Latency?.P95, golden.Latency?.Regression);
        Add(fields, "tolerance", tolerance.Absolute, tolerance.Relative, tolerance.Cosine, tolerance.Argmax);
        // Only when given, so that a content that was known before these existed stays the same.
        if (tolerance is not { TopK: null, Exact: false })
            Add(fields, "choice", tolerance.TopK, tolerance.Exact);
        foreach (var (output, own) in (golden.Outputs ?? ReadOnlyDictionary<string, Tolerance>.Empty).OrderBy(p => p.Key, StringComparer.Ordinal))
            Add(fields, "output", output, own.Absolute, own.Relative, own.Cosine, own.Argmax, own.TopK, own.Exact);
        foreach (var file in model.GoldenFiles)
            Add(fields, "file", file.Path, file.Digest);
    }

    private static void AddContainer(StringBuilder fields, ContainerSpec container)
    {
        Add(fields, "container", container.Name, container.Image, container.Quadlet);
        if (container.File is { } file)
            Add(fields, "file", file);
    }

    private static void AddTuning(StringBuilder fields, TuningSpec tuning)
    {
        Add(fields, "tuning", tuning.CpuGovernor, tuning.TransparentHugepages, tuning.ConfirmWithin);
        // Only when given, so that a content that was known before these existed stays the same.
        if (tuning is not { EnergyPreference: null, TunedProfile: null, PowerProfile: null })
            Add(fields, "power", tuning.EnergyPreference, tuning.TunedProfile, tuning.PowerProfile);
        foreach (var (key, value) in tuning.Sysctl.OrderBy(p => p.Key, StringComparer.Ordinal))
            Add(fields, "sysctl", key, value);
        foreach (var (unit, properties) in tuning.Units.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            foreach (var (key, value) in properties.OrderBy(p => p.Key, StringComparer.Ordinal))
                Add(fields, "unit", unit, key, value);
        }
    }

    private static void AddHealth(StringBuilder fields, HealthSpec health)
    {
        var limits = health.Limits;
        Add(fields, "health", health.Soak, limits.ErrorRate, limits.BadOutputs, limits.ConstantOutputs, limits.P95, limits.MemoryGrowth);
        foreach (var probe in health.Required)
            Add(fields, "required", probe.Unit, probe.Http, probe.Reach);
        foreach (var probe in health.Wanted)
            Add(fields, "wanted", probe.Unit, probe.Http, probe.Reach);
    }

    private static void Add(StringBuilder fields, params ReadOnlySpan<object?> values)
    {
        fields.Append(CultureInfo.InvariantCulture, $"{values.Length}(");
        foreach (var value in values)
        {
            var text = value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
            fields.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text}");
        }
        fields.Append(')');
    }
}
