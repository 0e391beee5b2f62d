using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.State;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>What a device that goes by trust documents was enrolled with, and what it remembers of them.</summary>
internal static class TrustChecks
{
    /// <summary>The document that every later one has to follow from.</summary>
    public static DoctorFinding Enrolled(string path, Guid repoId, DateTimeOffset now)
    {
        if (!File.Exists(path))
            return DoctorFinding.Failure($"'{path}' does not exist.", "Put the fleet's trust document there; until then the device goes by what it remembers, if it does.");
        return TrustChain.Enrol(File.ReadAllBytes(path), repoId).Try(out var root, out var rejection)
            ? DoctorFinding.Ok(Words.Say($"'{path}' is version {root.Document.Version}, {root.Digest}, of {Words.Relative(root.Document.Created, now)}."))
            : DoctorFinding.Failure($"'{path}' is refused: {rejection.Detail}", rejection.Cure);
    }

    /// <summary>What is remembered of it, which keeps older ones and lifted holds out.</summary>
    public static DoctorFinding Remembered(string root, Guid repoId, DateTimeOffset now)
    {
        StateAccess.Require(root);
        var read = new DeviceState(root).Trust.Read();
        if (read.Value is not { } remembered)
        {
            return read.Damage is { } damage
                ? DoctorFinding.Warning($"What was believed is lost: {damage}", "None is needed while the repository can be reached: nothing new is taken until it shows it again.")
                : DoctorFinding.Ok("Nothing was written yet.");
        }
        if (!remembered.Restore(repoId).Try(out var view, out var rejection))
            return DoctorFinding.Warning($"What is remembered is not used: {rejection.Detail}", rejection.Cure);
        if (view.Root.CheckTime(now) is { } expired)
            return DoctorFinding.Warning(expired.Detail, expired.Cure);
        var held = view.Hold is { } hold ? Words.Say($"hold document {hold.Document.Version}") : "no hold document";
        return DoctorFinding.Ok(Words.Say(
            $"Trust document {view.Root.Document.Version} counts until {Words.Time(view.Root.Document.Expires)}; {held}; {remembered.Good.Count} releases are known to be good."));
    }
}
