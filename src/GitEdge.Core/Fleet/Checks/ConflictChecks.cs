using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet.Checks;

/// <summary>No two profiles set the same thing for one device, whether to the same value or not.</summary>
internal static class ConflictChecks
{
    public static void Run(FleetSources sources, ProblemList problems)
    {
        var settings = sources
            .Profiles.OrderBy(profile => profile.Name, StringComparer.Ordinal)
            .Select(profile => (Profile: profile, Settings: ProfileSettings.Of(profile).ToList()))
            .ToList();
        foreach (var device in sources.Devices.OrderBy(device => device.Name, StringComparer.Ordinal))
        {
            var first = new Dictionary<string, (string Profile, SourceLocation At)>(StringComparer.Ordinal);
            foreach (var (profile, own) in settings.Where(pair => device.Matches(pair.Profile.MatchLabels)))
            {
                foreach (var (setting, at) in own)
                {
                    if (first.TryAdd(setting, (profile.Name, at)))
                        continue;
                    var (other, otherAt) = first[setting];
                    problems.Add(
                        at,
                        $"profiles '{other}' ({otherAt}) and '{profile.Name}' ({at}) both set {setting} for device '{device.Name}'",
                        "remove it from one of them, or make their selectors differ",
                        ManifestRule.Conflict
                    );
                }
            }
        }
    }
}
