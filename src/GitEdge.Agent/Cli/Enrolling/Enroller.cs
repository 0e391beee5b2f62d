using System.Text;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>Enrols this machine: finds out, shows, writes. It can be run again at any point.</summary>
/// <param name="request">What was given.</param>
/// <param name="output">Where it is shown.</param>
/// <param name="group">The agent's group.</param>
internal sealed class Enroller(EnrollRequest request, CommandOutput output, string group)
{
    private readonly uint? _group = SystemGroup.Find(group);

    /// <summary>Runs it to its exit code.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<ExitCode> RunAsync(CancellationToken cancellation)
    {
        if (!DeviceName.Find(request.Device, Environment.MachineName, DeviceName.MachineIdFile).Try(out var device, out var nameless))
            return output.Refuse(nameless);
        // What is not learned is checked before anybody is asked.
        if (Check(Configure(device, request.RepoId ?? Guid.NewGuid(), request.Channel ?? "channel")) is { Count: > 0 } problems)
            return output.Reject(problems);
        var files = new EnrolledFiles(request.Configuration, _group);
        if (files.Check() is { } refused)
            return output.Refuse(refused);
        var credentials = new AgentManifest { Device = "", RepoId = default, Channel = "", Root = "", Runtime = "", Remotes = request.Remotes, InferenceAdmin = "", InferenceExecutable = "" }
            .WithCredentials(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));
        using var visit = new FleetVisit(credentials.Remotes, TimeProvider.System);
        return (await new DeviceSurvey(request, device, visit, TimeProvider.System).RunAsync(cancellation)).Try(out var found, out var refusal)
            ? Enrol(device, found, files)
            : output.Refuse(refusal);
    }

    private ExitCode Enrol(DeviceName device, SurveyedDevice found, EnrolledFiles files)
    {
        var trust = files.PathOf(found.Root);
        var agent = Configure(device, found.Release.RepoId, found.Release.Channel) with
        {
            Trust = found.Root.Document is null ? null : trust,
            AllowedSigners = found.Root.Document is null ? trust : null,
        };
        Show(device, found, agent);
        if (!files.FindDifferences(agent, found.Root).Try(out var differences, out var refused))
            return output.Refuse(refused);
        if (differences.Length > 0 && !request.Force)
            return output.Refuse(Other(differences));
        if (request.DryRun)
        {
            output.Line("nothing was written");
            return ExitCode.Ok;
        }
        files.Write(agent, found.Root);
        Tell(agent, trust, differences.Length > 0);
        return ExitCode.Ok;
    }

    private AgentManifest Configure(DeviceName device, Guid repoId, string channel) => new()
    {
        Device = device.Id,
        RepoId = repoId,
        Channel = channel,
        Trust = "/trust.json",
        Root = DefaultPaths.Root,
        Helper = request.Helper,
        Runtime = DefaultPaths.Runtime,
        Remotes = request.Remotes,
        InferenceAdmin = DefaultPaths.InferenceAdmin,
        InferenceExecutable = DefaultPaths.InferenceExecutable,
    };

    private IReadOnlyList<ManifestProblem> Check(AgentManifest agent) =>
        ManifestReader.Read(ManifestKinds.Agent, request.Configuration, Encoding.UTF8.GetBytes(EnrolledConfiguration.Text(agent))).Problems;

    private void Show(DeviceName device, SurveyedDevice found, AgentManifest agent)
    {
        var terminal = Terminal.For(output.Output);
        var desired = found.Desired;
        terminal.Fields(
        [
            new Field("Device", $"{device.Id}, {device.Source}; hardware {found.Device.Hardware}"),
            new Field("Fleet", $"{found.Fleet.Fleet.Name}, repoId {agent.RepoId}, {(request.RepoId is null ? found.Root.Document is null ? "as its signed release says" : "as the trust document says" : "as given")}"),
            new Field("Channel", $"{agent.Channel}, {(request.Channel is null ? $"as devices/{device.Id}.yaml says" : "as given")}"),
            new Field("Trust", found.Root.Description),
            new Field("Release", Words.Say($"{found.Release.Channel}/{found.Release.Counter}, signed by {string.Join(", ", found.Release.Principals)}")),
            new Field("It means", desired.Profiles.Count == 0
                ? "nothing: no profile selects the device yet"
                : $"profiles {string.Join(", ", desired.Profiles)}; {(desired.Models.Count == 0 ? "no model" : $"models {string.Join(", ", desired.Models.Select(model => model.Spec.Name))}")}"),
        ]);
        foreach (var note in found.Notes)
            output.Line(ControlText.Escape($"Note: not taken: {note}"));
        output.Line($"--- {request.Configuration}");
        output.Line(EnrolledConfiguration.Text(agent).TrimEnd());
        output.Line("---");
    }

    private Refusal Other(string[] differences) => new(
        $"this machine is enrolled differently already by '{request.Configuration}': {string.Join("; ", differences)}",
        "give what it was enrolled with, or replace that with --force") { Code = EnrollReason.OtherEnrolment };

    private void Tell(AgentManifest agent, string trust, bool replaced)
    {
        output.Line($"wrote {trust}");
        output.Line($"wrote {request.Configuration}, readable by {(_group is null ? "its owner's group" : $"the group {group}")} and writable by its owner alone");
        if (_group is null)
            output.Line($"There is no group {group} on this machine: install the package gitedge, and run this again.");
        if (replaced)
            output.Line($"What the device accepted before stays in {agent.Root}{(agent.Helper is { } helper ? $" and {helper}" : "")}. One that changes its fleet or channel refuses releases by it, until that is emptied.");
        var isUsual = request.Configuration == DefaultPaths.Configuration;
        output.Line("Next:");
        output.Line(isUsual ? "  sudo -u gitedge gitedge doctor" : $"  gitedge doctor --config {request.Configuration}");
        // An agent that runs has read the other enrolment.
        var start = replaced ? "restart" : "enable --now";
        output.Line(isUsual ? $"  sudo systemctl {start} gitedge-inference gitedge-agent" : $"  gitedge agent --config {request.Configuration}");
    }
}
