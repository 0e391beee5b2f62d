using GitEdge.Core.Deployments;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>Is there something to run and something to go back to?</summary>
internal static class SlotChecks
{
    private const string Record = "generation.json";

    private static readonly string[] Links = ["slots/a", "slots/b"];

    /// <summary>The link that says which slot is active. Until a first release is committed, what is filled is only being tried.</summary>
    /// <param name="root">Where the slots lie.</param>
    /// <param name="readJournal">Asked where the link is missing though a slot is filled.</param>
    public static DoctorFinding ActiveLink(string root, Func<DeploymentState?> readJournal)
    {
        var link = new FileInfo(Path.Combine(root, "active"));
        if (link.LinkTarget is not { } target)
        {
            if (Path.Exists(link.FullName))
                return DoctorFinding.Failure($"'{link.FullName}' is no symbolic link.", Again(link.FullName));
            if (Present(root).Count == 0)
                return DoctorFinding.Ok("Nothing was deployed yet.");
            return readJournal() is { Current: null }
                ? DoctorFinding.Ok("Nothing is active, and nothing has to be: no release is committed.")
                : DoctorFinding.Failure($"'{link.FullName}' is missing though a slot is filled.", "systemctl restart gitedge-agent makes it again.");
        }
        if (!Links.Contains(target, StringComparer.Ordinal))
            return DoctorFinding.Failure($"'{link.FullName}' points to '{target}', which is no slot.", Again(link.FullName));
        return File.Exists(Path.Combine(root, target, Record))
            ? DoctorFinding.Ok($"active points to {target}.")
            : DoctorFinding.Failure($"'{link.FullName}' points to {target}, which holds no generation.", Again(link.FullName));
    }

    /// <summary>Both slots hold a generation; whether every byte of it is right is another check.</summary>
    public static DoctorFinding BothFilled(string root)
    {
        var present = Present(root);
        return present.Count switch
        {
            2 => DoctorFinding.Ok("Both slots hold a generation."),
            1 => DoctorFinding.Warning(
                $"Only {present[0]} holds a generation: there is nothing to go back to.",
                "None is needed: it is so from the first release to the second, and while a failed one is removed."),
            _ => DoctorFinding.Ok("Both slots are empty: nothing was deployed yet."),
        };
    }

    /// <summary>Absolute path of the slot that is not active; null when that is not known.</summary>
    public static string? InactiveOf(string root) =>
        new FileInfo(Path.Combine(root, "active")).LinkTarget is { } target && Links.Contains(target, StringComparer.Ordinal)
            ? Path.Combine(root, Links.First(link => !string.Equals(link, target, StringComparison.Ordinal)))
            : null;

    private static List<string> Present(string root) => [.. Links.Where(link => File.Exists(Path.Combine(root, link, Record)))];

    private static string Again(string link) => $"Remove '{link}' and restart gitedge-agent: it knows which slot was committed.";
}
