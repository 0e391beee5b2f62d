using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Several faults of one call.</summary>
internal static class Faults
{
    /// <summary>The first, with what the others say too; null when there is none.</summary>
    public static Fault? Join(params IReadOnlyList<Fault?> faults)
    {
        var told = faults.OfType<Fault>().DistinctBy(fault => fault.Message, StringComparer.Ordinal).ToList();
        return told.Count < 2 ? told.FirstOrDefault() : told[0] with
        {
            Message = string.Join(' ', told.Select(fault => fault.Message)),
            Cure = string.Join(' ', told.Select(fault => fault.Cure).Distinct(StringComparer.Ordinal)),
        };
    }
}
