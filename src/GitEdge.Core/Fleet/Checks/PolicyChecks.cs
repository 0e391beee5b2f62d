using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet.Checks;

/// <summary>What a channel asks of what reaches its devices.</summary>
internal static class PolicyChecks
{
    public static void Run(FleetSources sources, ProblemList problems)
    {
        var strict = (sources.Fleet?.Channels ?? [])
            .Where(channel => channel.RequireGolden)
            .Select(channel => channel.Name)
            .ToList();
        foreach (var profile in sources.Profiles)
        {
            var channel = sources
                .Devices.Where(device => device.Matches(profile.MatchLabels))
                .Select(device => device.Channel)
                .FirstOrDefault(name => strict.Contains(name, StringComparer.Ordinal));
            if (channel is null)
                continue;
            foreach (var (index, model) in profile.Spec.Models.Index().Where(pair => pair.Item.Golden is null))
            {
                problems.Add(
                    profile.Source.Locate("spec", "models", index),
                    $"model '{model.Name}' has no golden gate, but reaches devices of channel '{channel}', which requires one",
                    "add golden: with recorded cases, or lift requireGolden in fleet.yaml",
                    ManifestRule.Policy
                );
            }
        }
    }
}
