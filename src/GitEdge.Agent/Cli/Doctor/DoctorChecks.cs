using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>From a configuration to the checks of its device; a bad configuration is a check that fails.</summary>
internal static class DoctorChecks
{
    /// <summary>The checks.</summary>
    public static IReadOnlyList<DoctorCheck> For(string configuration, TimeProvider time)
    {
        var read = AgentConfiguration.Read(configuration);
        return read.IsValid
            ? [new("configuration", () => DoctorFinding.Ok($"'{configuration}' is valid.")), .. DeviceChecks.For(Subject(read.Value), time)]
            : [.. read.Problems.Select(problem => new DoctorCheck("configuration", () => Finding(problem)))];
    }

    private static DoctorFinding Finding(ManifestProblem problem) => DoctorFinding.Failure(
        $"{problem.At}: {problem.What}.", $"{char.ToUpperInvariant(problem.Cure[0])}{problem.Cure[1..]}.");

    private static DoctorSubject Subject(AgentManifest agent) => new()
    {
        Remotes = [.. agent.Remotes.Select(remote => $"{remote.Name} ({remote.Url})")],
        AllowedSigners = agent.AllowedSigners,
        Trust = agent.Trust,
        RepoId = agent.RepoId,
        Root = agent.Root,
        SlotRoot = agent.SlotRoot,
        HasHelper = agent.Helper is not null,
        Runtime = agent.Runtime,
        InferenceExecutable = agent.InferenceExecutable,
        AdminSocket = agent.InferenceAdmin,
        Reserve = agent.DiskReserve,
    };
}
