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
    /// <summary>The containers that may not be started, with everything about them that is not allowed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ManifestProblem>> FindForbidden(IReadOnlyList<ContainerUnit> wanted)
    {
        if (wanted.Count == 0 || read() is not { } policy)
            return new Dictionary<string, IReadOnlyList<ManifestProblem>>();
        IReadOnlyList<string> names = [.. wanted.Select(one => one.Name)];
        return wanted.Select(one => (one.Name, Problems: Judge(one, names, policy))).Where(one => one.Problems.Count > 0)
            .ToDictionary(one => one.Name, one => one.Problems, StringComparer.Ordinal);
    }

    private IReadOnlyList<ManifestProblem> Judge(ContainerUnit container, IReadOnlyList<string> names, ContainerPolicy policy)
    {
        var quadlet = $"containers/{container.Name}.container";
        try
        {
            var file = File.ReadAllBytes(Path.Combine(slots, "active", quadlet));
            return ContainerCheck.FindForbidden(new ContainerSpec { Name = container.Name, Image = container.Image, Quadlet = quadlet }, names, file, policy);
        }
        catch (IOException)
        {
            // Podman's generator cannot read it either, and what has no unit is not started.
            return [];
        }
    }
}
