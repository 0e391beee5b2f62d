using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Containers;

/// <summary>Judges the Quadlet file of a container: what it is by itself, and whether a device's owner allows it.</summary>
public static class ContainerCheck
{
    private const string Section = "Container";

    /// <summary>What has systemd start another unit, with it or after it.</summary>
    private static readonly string[] Starting = ["Wants", "Requires", "BindsTo", "Upholds", "OnSuccess", "OnFailure"];

    private static readonly string[] ForbiddenNames = ["gitedge", "systemd-", "dbus", "user@", "user-"];

    /// <summary>Everything in the file that the owner does not allow, by name, with line and cure. The file itself is right.</summary>
    /// <param name="container">The container.</param>
    /// <param name="others">The names of all containers of the device.</param>
    /// <param name="content">Its Quadlet file.</param>
    /// <param name="policy">What the owner allows.</param>
    public static IReadOnlyList<ManifestProblem> FindForbidden(
        ContainerSpec container, IReadOnlyList<string> others, ReadOnlySpan<byte> content, ContainerPolicy policy)
    {
        var problems = new ProblemList();
        var context = new KeyContext(container.Name, others, policy);
        if (ForbiddenNames.Any(name => container.Name.StartsWith(name, StringComparison.Ordinal)))
            problems.Add(SourceLocation.StartOf(container.Quadlet), $"no container may be called {Quoting.Of(container.Name)}: units of the system are", "give it another name in the profile", ManifestRule.Policy);
        foreach (var setting in QuadletReader.Read(container.Quadlet, content, problems))
            Judge(setting, context, problems);
        return problems.All;
    }

    /// <summary>
    /// The lines of the file that would have systemd start one of these containers, which may not be. That the owner allows any value
    /// of such a key does not allow what another container asks for.
    /// </summary>
    /// <param name="quadlet">The path of the file in the release.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="forbidden">The names of the containers that are not started.</param>
    public static IReadOnlyList<ManifestProblem> FindStarts(string quadlet, ReadOnlySpan<byte> content, IReadOnlyCollection<string> forbidden)
    {
        var problems = new ProblemList();
        foreach (var setting in QuadletReader.Read(quadlet, content, new ProblemList()).Where(one => one.Section == "Unit" && Starting.Contains(one.Key, StringComparer.Ordinal)))
        {
            var words = setting.Value.Split([' ', '\t', '"', '\''], StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in forbidden.Where(name => words.Contains($"{name}.service", StringComparer.Ordinal) || words.Contains($"{name}.container", StringComparer.Ordinal)))
                problems.Add(setting.At, $"{setting.Key}={Quoting.Of(setting.Value)} would start container '{name}', which is not allowed", $"change it, or have the device's owner allow what '{name}' asks for", ManifestRule.Policy);
        }
        return problems.All;
    }

    /// <summary>What is wrong with the file whatever the owner allows: its form, and an image other than the profile pins.</summary>
    internal static void FindWrong(ContainerSpec container, SourceLocation pinned, ReadOnlySpan<byte> content, ProblemList problems)
    {
        var settings = QuadletReader.Read(container.Quadlet, content, problems);
        var images = settings.Where(setting => setting is { Section: Section, Key: "Image" }).ToList();
        if (images.Count != 1)
            problems.Add(SourceLocation.StartOf(container.Quadlet), $"the file has {images.Count} lines Image=", $"give one: Image={container.Image}", ManifestRule.Reference);
        foreach (var image in images.Where(image => !string.Equals(image.Value, container.Image, StringComparison.Ordinal)))
        {
            problems.Add(image.At, $"Image={Quoting.Of(image.Value)} is not the image that {pinned} pins", $"write Image={container.Image}, or change the profile", ManifestRule.Reference);
        }
    }

    private static void Judge(QuadletSetting setting, KeyContext context, ProblemList problems)
    {
        if (setting is { Section: Section, Key: "Image" } || context.Policy.Keys.Contains($"{setting.Section}.{setting.Key}", StringComparer.Ordinal))
            return;
        if (!BuiltInKeys.Rules.TryGetValue(setting.Section, out var keys))
            problems.Add(setting.At, $"[{setting.Section}] is no section that a container may have", $"use one of: {string.Join(", ", BuiltInKeys.Rules.Keys)}", ManifestRule.Policy);
        else if (!keys.TryGetValue(setting.Key, out var rule))
            problems.Add(setting.At, $"[{setting.Section}] {setting.Key}= is not allowed", Unknown(setting, keys.Keys), ManifestRule.Policy);
        // An empty value takes back what stood before, or what the image says.
        else if (setting.Value.Length > 0 && !rule.IsAllowed(setting.Value, context))
            problems.Add(setting.At, $"{setting.Key}={Quoting.Of(setting.Value)} is not allowed; allowed is {rule.Allowed}", Cure(setting, rule), ManifestRule.Policy);
    }

    private static string Unknown(QuadletSetting setting, IEnumerable<string> known) => setting.Key switch
    {
        "Pull" or "AutoUpdate" => "remove it: the image is pulled by its digest before it is started",
        _ => Suggestion.For(setting.Key, known) is { } nearest ? $"did you mean '{nearest}'? Else {Ask(setting, "keys")}" : $"remove it, or {Ask(setting, "keys")}",
    };

    private static string Cure(QuadletSetting setting, KeyRule rule) => $"change it, or {Ask(setting, rule.Field ?? "keys")}";

    private static string Ask(QuadletSetting setting, string field) => field == "keys"
        ? $"have the device's owner allow it: containers.keys: [{setting.Section}.{setting.Key}] in policy.yaml"
        : $"have the device's owner allow it: containers.{field.Split(',')[0]} in policy.yaml";
}
