using System.Text.RegularExpressions;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet.Checks;

/// <summary>What a manifest names is there: channels, rollouts, golden cases, Quadlet files with the same image.</summary>
internal static partial class ReferenceChecks
{
    public static void Run(FleetSources sources, ProblemList problems)
    {
        if (sources.Fleet is { } fleet)
            CheckChannels(sources, fleet, problems);
        foreach (var profile in sources.Profiles)
        {
            foreach (var (index, model) in profile.Spec.Models.Index())
                CheckGolden(
                    sources,
                    model,
                    profile.Source.Locate("spec", "models", index, "golden", "cases"),
                    problems
                );
            foreach (var (index, container) in profile.Spec.Containers.Index())
                CheckQuadlet(
                    sources,
                    container,
                    profile.Source.Locate("spec", "containers", index, "quadlet"),
                    problems
                );
        }
    }

    private static void CheckChannels(FleetSources sources, FleetManifest fleet, ProblemList problems)
    {
        var channels = fleet.Channels.Select(channel => channel.Name).ToList();
        foreach (var (index, channel) in fleet.Channels.Index())
        {
            if (!sources.Paths.Contains(FleetLayout.RolloutOf(channel.Name)))
            {
                problems.Add(
                    fleet.Source.Locate("spec", "channels", index, "name"),
                    $"channel '{channel.Name}' has no {FleetLayout.RolloutOf(channel.Name)}",
                    "add the rollout (counter: 0 when it was never released) or remove the channel",
                    ManifestRule.Files
                );
            }
        }
        foreach (
            var (at, channel) in sources
                .Devices.Select(device => (device.Source.Locate("spec", "channel"), device.Channel))
                .Concat(sources.Rollouts.Select(rollout => (rollout.Source.Locate("spec", "channel"), rollout.Channel)))
        )
        {
            if (!channels.Contains(channel, StringComparer.Ordinal))
                problems.Add(
                    at,
                    $"the fleet has no channel '{channel}'",
                    $"{Suggestion.Cure(channel, channels)}; channels stand in {fleet.Source.Locate("spec", "channels")}",
                    ManifestRule.Reference
                );
        }
    }

    private static void CheckGolden(FleetSources sources, ModelSpec model, SourceLocation at, ProblemList problems)
    {
        if (model.Golden is not { } golden)
            return;
        var files = sources.Paths.Where(path => FleetLayout.IsBelow(path, golden.Cases)).ToList();
        var sets = files
            .Select(path => TestDataFile().Match(path[(golden.Cases.Length + 1)..]))
            .Where(match => match.Success)
            .ToLookup(match => match.Groups["set"].Value, match => match.Groups["what"].Value, StringComparer.Ordinal);
        if (sets.Count == 0)
        {
            problems.Add(
                at,
                files.Count == 0
                    ? $"the folder {golden.Cases} is not there"
                    : $"the folder {golden.Cases} has no test_data_set_<n>/input_<i>.pb",
                "record cases into it with 'gitedge golden record', or remove the gate",
                ManifestRule.Files
            );
        }
        foreach (var set in sets.Where(set => !set.Contains("input") || !set.Contains("output")))
        {
            problems.Add(
                at,
                $"{golden.Cases}/{set.Key} has no {(set.Contains("input") ? "output" : "input")}_<i>.pb",
                "record the case again with 'gitedge golden record', or remove its folder",
                ManifestRule.Files
            );
        }
    }

    private static void CheckQuadlet(
        FleetSources sources,
        ContainerSpec container,
        SourceLocation at,
        ProblemList problems
    )
    {
        if (!sources.Files.TryGetValue(container.Quadlet, out var content))
        {
            problems.Add(
                at,
                $"the file {container.Quadlet} is not there",
                "add the Quadlet file, or remove the container",
                ManifestRule.Files
            );
            return;
        }
        ContainerCheck.FindWrong(container, at, content.Span, problems);
    }

    [GeneratedRegex(
        @"\A(?<set>test_data_set_[0-9]+)/(?<what>input|output)_[0-9]+\.pb\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex TestDataFile();
}
