using System.Text;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>The two files of an enrolment: the configuration, and the trust root beside it.</summary>
/// <param name="configuration">Absolute path of the configuration.</param>
/// <param name="group">Id of the group that may read them; null for the one that new files get.</param>
internal sealed class EnrolledFiles(string configuration, uint? group)
{
    /// <summary>Where the trust root goes.</summary>
    public string PathOf(TrustRoot root) => Path.Combine(Folder, root.FileName);

    private string Folder => Path.GetDirectoryName(configuration)!;

    /// <summary>Why the files could not be written, as far as that can be told before; null when nothing is known to be in the way.</summary>
    public Refusal? Check()
    {
        if (!Directory.Exists(Folder))
            return new Refusal($"the folder '{Folder}' does not exist, or may not be looked into", "run it with sudo; the package gitedge makes /etc/gitedge, any other folder make yourself") { Code = EnrollReason.FileRefused };
        TryRead(configuration, out var refused);
        return refused;
    }

    /// <summary>In what the device is enrolled differently already; empty when it is not, or the same.</summary>
    public Attempt<string[]> FindDifferences(AgentManifest agent, TrustRoot root)
    {
        var found = new List<string>();
        if (TryRead(configuration, out var refused) is { } before)
            found.AddRange(Compare(before, agent));
        if (refused is null && TryRead(PathOf(root), out refused) is { } trust && !trust.AsSpan().SequenceEqual(root.Content))
            found.Add($"'{PathOf(root)}' is another file, {Sha256Digest.Of(trust)}");
        return refused is null ? found.ToArray() : refused;
    }

    /// <summary>
    /// Writes both. The configuration comes last: it names the other, and the agent starts with it. Where one is there that says
    /// the same it stays as it is, with what its owner has added.
    /// </summary>
    /// <exception cref="IOException">The disk refuses; run again.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public void Write(AgentManifest agent, TrustRoot root)
    {
        AtomicFile.Write(PathOf(root), root.Content, AtomicFile.GroupMode, group);
        var before = TryRead(configuration, out _);
        var content = before is not null && !Compare(before, agent).Any() ? before : Encoding.UTF8.GetBytes(EnrolledConfiguration.Text(agent));
        AtomicFile.Write(configuration, content, AtomicFile.GroupMode, group);
    }

    private IEnumerable<string> Compare(byte[] before, AgentManifest agent)
    {
        if (ManifestReader.Read(ManifestKinds.Agent, configuration, before) is not { Value: { } other })
            return [$"'{configuration}' is there and is no configuration"];
        (string Name, object? Other, object? Own)[] fields =
        [
            ("device", other.Device, agent.Device), ("repoId", other.RepoId, agent.RepoId), ("channel", other.Channel, agent.Channel),
            ("trust", other.Trust, agent.Trust), ("allowedSigners", other.AllowedSigners, agent.AllowedSigners), ("helper", other.Helper, agent.Helper),
            ("remotes", Show(other.Remotes), Show(agent.Remotes)),
        ];
        return fields.Where(field => !Equals(field.Other, field.Own)).Select(field => $"{field.Name} is {field.Other ?? "not given"} there, not {field.Own ?? "left out"}");
    }

    private static string Show(IEnumerable<RemoteSpec> remotes) => string.Join(", ", remotes.Select(remote => string.Join(" ",
        new[] { remote.Url, remote.CaFile, remote.TokenFile, remote.TokenUser, remote.CertFile, remote.KeyFile, remote.IdentityFile, remote.KnownHostsFile }.Where(text => text is not null))));

    private static byte[]? TryRead(string path, out Refusal? refused)
    {
        refused = null;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            refused = new Refusal($"'{path}' cannot be read: {e.Message.TrimEnd('.')}", "run it with sudo") { Code = EnrollReason.FileRefused };
            return null;
        }
    }
}
