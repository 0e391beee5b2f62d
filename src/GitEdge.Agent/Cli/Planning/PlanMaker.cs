using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>Answers <c>gitedge plan</c>: this device from what was fetched, or any device from a working tree.</summary>
/// <param name="time">The clock.</param>
internal sealed class PlanMaker(TimeProvider time)
{
    private const string ThisDevice = "This device";

    /// <summary>The plan; whatever stands in its way is a fault of the report.</summary>
    public async Task<PlanReport> MakeAsync(PlanRequest request, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var read = request.Configuration is { } path ? AgentConfiguration.Read(path) : null;
        var report = new PlanReport
        {
            Device = request.Device ?? read?.Value?.Device ?? ThisDevice,
            At = request.At ?? now,
            Source = request.Repository ?? "the fleet repository",
        };
        if (read is { IsValid: false })
            return report with { Source = $"'{request.Configuration}'", Faults = [.. read.Problems.Select(Fault)] };
        try
        {
            if (request.Repository is not { } directory)
                return await new DevicePlanner(read!.Value!, now).PlanAsync(report.At, cancellation);
            var view = read?.Value is { } agent ? await DeviceView.LookAsync(agent, report.At, cancellation) : null;
            return new TreePlanner(directory, now).Plan(report.Device, request.At, view);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return report with { Faults = [Unreadable(e)] };
        }
    }

    private static Fault Unreadable(Exception e) => new(
        FaultKind.Waiting, PlanReason.Unreadable, e.Message,
        "Correct the path; what belongs to the device is read as the agent's user: sudo -u gitedge gitedge plan.");

    private static Fault Fault(ManifestProblem problem) => new(
        FaultKind.Permanent, PlanReason.ConfigurationInvalid, $"{problem.At}: {problem.What}.", $"{char.ToUpperInvariant(problem.Cure[0])}{problem.Cure[1..]}.");
}
