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

    /// <summary>
    /// The policy; the standard one where the folder has no such name. A file that is wrong, that cannot be read, or that others than root
    /// can change, allows nothing.
    /// </summary>
    public static OwnerPolicy? Read(string path, out Fault? fault)
    {
        fault = null;
        try
        {
            // What has a name there is asked, also when it is a link to nowhere.
            if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!).Contains(path, StringComparer.Ordinal))
                return OwnerPolicy.Standard;
            fault = FindUnsafe(path);
            if (fault is not null)
                return null;
            var policy = ManifestReader.Read(ManifestKinds.Policy, path, File.ReadAllBytes(path));
            fault = policy.IsValid ? null : Invalid(string.Join("; ", policy.Problems));
            return policy.Value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = Invalid($"'{path}' cannot be read: {e.Message}");
            return null;
        }
    }

    private static Fault? FindUnsafe(string path)
    {
        foreach (var one in (string[])[path, Path.GetDirectoryName(path)!])
        {
            if (FileAccessMode.Of(one) is not { } mode)
                return Invalid(new FileInfo(one).LinkTarget is { } target ? $"'{one}' is a link to '{target}', which cannot be had." : $"'{one}' cannot be had.");
            if (!mode.IsRootOnly)
                return new Fault(FaultKind.Waiting, TuningReason.PolicyUnsafe, $"Others than root can change '{one}'.", $"chown root:root '{one}' && chmod go-w '{one}'");
        }
        return null;
    }

    private static Fault Invalid(string what) => new(FaultKind.Waiting, TuningReason.PolicyInvalid, what, "Correct the file; /usr/share/doc/gitedge/examples/policy.yaml is one that is right.");
}
