using System.Text.Json;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli;

/// <summary>What the subcommands of <c>gitedge fleet</c> do.</summary>
internal static class FleetActions
{
    public static async Task<int> InitAsync(
        string directory,
        InitRequest request,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        try
        {
            var folder = Directory.CreateDirectory(directory).FullName;
            // What is founded here is what was asked for, in one command: it is not asked about again.
            var session = MetaSession.ToRead(new GitCli(folder)) with { Ask = _ => null, Keygen = new SshKeygen(mayAsk: true) };
            var (written, refusal) = await new FleetInit(session, Guid.NewGuid).RunAsync(request, cancellation);
            if (refusal is not null)
                return (int)output.Refuse(refusal);
            foreach (var path in written)
                output.Line($"wrote {path}");
            output.Line(
                File.Exists(Path.Combine(folder, FleetInit.AllowedSigners))
                    ? $"Devices accept releases by the keys in {FleetInit.AllowedSigners}."
                    : $"No signing key is configured: {SigningKey.HowTo}, then write {FleetInit.AllowedSigners}: <email> namespaces=\"git\" <public key>"
            );
            TellOfTrust(written, output);
            output.Line(
                $"Next: add a model to profiles/base.yaml, 'git add -A && git commit', then 'gitedge release {request.Channel}'."
            );
            return (int)ExitCode.Ok;
        }
        catch (Exception failure) when (failure is GitFailedException or IOException or UnauthorizedAccessException)
        {
            return (int)output.Fail(failure);
        }
    }

    private static void TellOfTrust(IReadOnlyList<string> written, CommandOutput output)
    {
        if (!written.Contains(FleetInit.TrustDocument, StringComparer.Ordinal))
        {
            output.Line("There is no trust document yet: once a key signs, make it with 'gitedge keys init'.");
            return;
        }
        output.Line($"Your key may do everything, by the trust document on branch {TrustFiles.Branch}; 'gitedge keys' changes who may. Devices are enrolled with {FleetInit.TrustDocument}.");
        output.Line($"Devices see its later versions after: {MetaBranch.PushCommand}");
    }

    public static ExitCode Validate(string directory, bool json, CommandOutput output)
    {
        try
        {
            var fleet = FleetValidate.Run(Path.GetFullPath(directory), ManifestReader.ReadFleet);
            var unsupported = fleet.IsValid ? FleetValidate.FindUnsupported(fleet.Value) : [];
            var forbidden = fleet.IsValid ? FleetValidate.FindForbidden(fleet.Value, Path.GetFullPath(directory)) : [];
            if (json)
                return WriteJson(fleet, unsupported, forbidden, output);
            if (!fleet.IsValid)
                return output.Reject(fleet.Problems);
            foreach (var (device, item) in unsupported)
                output.Line($"devices/{device}.yaml: warning: the device would refuse a release: {item}");
            foreach (var problem in forbidden)
                output.Line($"{problem.At}: warning: a device would refuse this unless its owner allows it: {problem.What}; fix: {problem.Cure}");
            output.Line(
                $"valid: {fleet.Value.Devices.Count} devices, {fleet.Value.Profiles.Count} profiles, {fleet.Value.Rollouts.Count} rollouts"
            );
            return ExitCode.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return output.Fail(failure);
        }
    }

    private static ExitCode WriteJson(
        Validated<FleetRepository> fleet,
        IReadOnlyList<(string Device, UnsupportedItem Item)> unsupported,
        IReadOnlyList<ManifestProblem> forbidden,
        CommandOutput output
    )
    {
        var report = new ValidationReport
        {
            Valid = fleet.IsValid,
            Problems = [.. fleet.Problems.Select(ValidationReport.Problem.From)],
            Unsupported =
            [
                .. unsupported.Select(pair => new ValidationReport.Refusal(
                    pair.Device,
                    pair.Item.Item,
                    pair.Item.Reason
                )),
            ],
            Forbidden = [.. forbidden.Select(ValidationReport.Problem.From)],
        };
        output.Line(JsonSerializer.Serialize(report, CliJson.Default.ValidationReport));
        return fleet.IsValid ? ExitCode.Ok : ExitCode.Rejected;
    }
}
