using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Containers;

/// <summary>
/// Asks the owner's policy again before a container of the active generation is started: it may have become narrower since the release
/// was staged. A policy that cannot be read takes nothing away.
/// </summary>
/// <param name="slots">The root folder of the slots.</param>
/// <param name="read">What the owner allows now; null while nobody can say.</param>
internal sealed class StartPolicy(string slots, Func<ContainerPolicy?> read)
{
    /// <summary>The containers that may not be started, with everything about them that is not allowed: one that would start such a one too.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ManifestProblem>> FindForbidden(IReadOnlyList<ContainerUnit> wanted)
    {
        var forbidden = new Dictionary<string, IReadOnlyList<ManifestProblem>>(StringComparer.Ordinal);
        if (wanted.Count == 0 || read() is not { } policy)
            return forbidden;
        IReadOnlyList<string> names = [.. wanted.Select(one => one.Name)];
        Add(forbidden, wanted, (one, file) => ContainerCheck.FindForbidden(new ContainerSpec { Name = one.Name, Image = one.Image, Quadlet = Quadlet(one) }, names, file, policy));
        for (var before = 0; before < forbidden.Count;)
        {
            before = forbidden.Count;
            Add(forbidden, wanted, (one, file) => ContainerCheck.FindStarts(Quadlet(one), file, forbidden.Keys));
        }
        return forbidden;
    }

    /// <summary>What is not allowed of all of them.</summary>
    public static IReadOnlyList<ManifestProblem> All(IReadOnlyDictionary<string, IReadOnlyList<ManifestProblem>> forbidden) =>
        [.. forbidden.Values.SelectMany(problems => problems)];

    private static string Quadlet(ContainerUnit container) => $"containers/{container.Name}.container";

    private void Add(Dictionary<string, IReadOnlyList<ManifestProblem>> forbidden, IReadOnlyList<ContainerUnit> wanted, Func<ContainerUnit, byte[], IReadOnlyList<ManifestProblem>> judge)
    {
        foreach (var container in wanted.Where(one => !forbidden.ContainsKey(one.Name)))
        {
            if (Read(container) is not { } file)
                continue;
            // A file that was read once, and that a later version reads more strictly, is nothing that the owner has taken out.
            IReadOnlyList<ManifestProblem> problems = [.. judge(container, file).Where(problem => problem.Rule == ManifestRule.Policy)];
            if (problems.Count > 0)
                forbidden.Add(container.Name, problems);
        }
    }

    /// <summary>Null for one that Podman's generator cannot read either: what has no unit is not started.</summary>
    private byte[]? Read(ContainerUnit container)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(slots, "active", Quadlet(container)));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
