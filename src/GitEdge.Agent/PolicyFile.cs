using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent;

/// <summary>policy.yaml: what the device's owner lets releases do.</summary>
internal static class PolicyFile
{
    /// <summary>Where it lies.</summary>
    public const string DefaultPath = "/etc/gitedge/policy.yaml";

    /// <summary>The policy; the standard one where there is no file. A file that is wrong, or that others than root can change, allows nothing.</summary>
    public static OwnerPolicy? Read(string path, out Fault? fault)
    {
        fault = null;
        if (!File.Exists(path))
            return OwnerPolicy.Standard;
        if (new[] { path, Path.GetDirectoryName(path)! }.FirstOrDefault(one => FileAccessMode.Of(one) is not { IsRootOnly: true }) is { } open)
        {
            fault = new Fault(FaultKind.Waiting, TuningReason.PolicyUnsafe, $"Others than root can change '{open}'.", $"chown root:root '{open}' && chmod go-w '{open}'");
            return null;
        }
        try
        {
            var policy = ManifestReader.Read(ManifestKinds.Policy, path, File.ReadAllBytes(path));
            fault = policy.IsValid ? null : Invalid(string.Join("; ", policy.Problems));
            return policy.Value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = Invalid(e.Message);
            return null;
        }
    }

    private static Fault Invalid(string what) => new(FaultKind.Waiting, TuningReason.PolicyInvalid, what, "Correct the file; /usr/share/doc/gitedge/examples/policy.yaml is one that is right.");
}
