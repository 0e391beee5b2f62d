using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet.Checks;

/// <summary>Every manifest lies where its name says, and nothing that looks like one is left out.</summary>
internal static class LayoutChecks
{
    public static void Run(FleetSources sources, ProblemList problems)
    {
        if (!sources.Paths.Contains(FleetLayout.FleetFile))
        {
            problems.Add(
                SourceLocation.StartOf(FleetLayout.FleetFile),
                "the file is missing: this is no fleet repository",
                "run 'gitedge fleet init' here, or name the folder that has fleet.yaml",
                ManifestRule.Files
            );
        }
        foreach (var path in sources.Paths.Where(FleetLayout.IsStrayManifest))
        {
            problems.Add(
                SourceLocation.StartOf(path),
                "the file would not be read as a manifest",
                "name it .yaml and put it directly into devices/, profiles/ or rollouts/",
                ManifestRule.Files
            );
        }
        CheckNames(sources.Devices.Select(device => (device.Source, device.Name)), problems);
        CheckNames(sources.Profiles.Select(profile => (profile.Source, profile.Name)), problems);
        CheckNames(sources.Rollouts.Select(rollout => (rollout.Source, rollout.Channel)), problems);
    }

    private static void CheckNames(IEnumerable<(ManifestNode Source, string Name)> manifests, ProblemList problems)
    {
        var known = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        foreach (var (source, name) in manifests.OrderBy(manifest => manifest.Source.At.File, StringComparer.Ordinal))
        {
            var at = source.Locate("metadata", "name");
            var stem = at.File[(at.File.LastIndexOf('/') + 1)..^".yaml".Length];
            if (!string.Equals(stem, name, StringComparison.Ordinal))
                problems.Add(
                    at,
                    $"metadata.name is '{name}' but the file is {at.File}",
                    $"rename the file to {name}.yaml or the manifest to '{stem}'",
                    ManifestRule.Files
                );
            if (!known.TryAdd(name, at))
                problems.Add(
                    at,
                    $"metadata.name '{name}' is taken already at {known[name]}",
                    "give each its own name",
                    ManifestRule.DuplicateName
                );
        }
    }
}
