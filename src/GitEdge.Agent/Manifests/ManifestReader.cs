using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Manifests;

/// <summary>Reads the manifests of a fleet repository, from wherever its files come.</summary>
internal static class ManifestReader
{
    /// <summary>The repository, or everything that is wrong with it.</summary>
    /// <param name="files">Path → content of fleet.yaml, every file of devices/, profiles/, rollouts/ and containers/; others may be there.</param>
    /// <param name="paths">Path of every file, when <paramref name="files"/> leaves some out, such as golden cases; null when it has all.</param>
    public static Validated<FleetRepository> ReadFleet(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        IReadOnlyCollection<string>? paths = null
    )
    {
        var problems = new List<ManifestProblem>();
        return FleetRepository.Create(
            new FleetSources
            {
                Fleet = ReadAll(ManifestKinds.Fleet, files, path => path is FleetLayout.FleetFile, problems)
                    .SingleOrDefault(),
                Devices = ReadAll(
                    ManifestKinds.Device,
                    files,
                    path => FleetLayout.IsManifestOf(path, FleetLayout.Devices),
                    problems
                ),
                Profiles = ReadAll(
                    ManifestKinds.Profile,
                    files,
                    path => FleetLayout.IsManifestOf(path, FleetLayout.Profiles),
                    problems
                ),
                Rollouts = ReadAll(
                    ManifestKinds.Rollout,
                    files,
                    path => FleetLayout.IsManifestOf(path, FleetLayout.Rollouts),
                    problems
                ),
                Paths = new HashSet<string>([.. files.Keys, .. paths ?? []], StringComparer.Ordinal),
                Files = files,
                Problems = problems,
            }
        );
    }

    /// <summary>One rollout manifest.</summary>
    public static Validated<RolloutManifest> ReadRollout(string path, ReadOnlyMemory<byte> content) => Read(ManifestKinds.Rollout, path, content);

    /// <summary>One manifest of a known kind.</summary>
    public static Validated<T> Read<T>(ManifestKind<T> kind, string file, ReadOnlyMemory<byte> content)
        where T : class
    {
        var tree = YamlTree.Read(file, content, out var problems);
        return tree is null ? Validation.Invalid<T>(problems) : kind.Bind(tree);
    }

    private static List<T> ReadAll<T>(
        ManifestKind<T> kind,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        Func<string, bool> isOfKind,
        List<ManifestProblem> problems
    )
        where T : class
    {
        var manifests = new List<T>();
        foreach (var path in files.Keys.Where(isOfKind).Order(StringComparer.Ordinal))
        {
            var read = Read(kind, path, files[path]);
            problems.AddRange(read.Problems);
            if (read.IsValid)
                manifests.Add(read.Value);
        }
        return manifests;
    }
}
