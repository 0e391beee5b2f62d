using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>The text of agent.yaml.</summary>
internal static class EnrolledConfiguration
{
    /// <summary>The text for a device; what has its usual value is left out.</summary>
    public static string Text(AgentManifest agent)
    {
        var text = new StringBuilder($"""
            # What this device was told at enrolment, by 'gitedge enroll'; 'man gitedge-agent.yaml' has every field.
            apiVersion: gitedge.io/v1
            kind: Agent
            metadata:
              name: {Quote(agent.Device)}
            spec:
              repoId: {agent.RepoId}
              channel: {Quote(agent.Channel)}

            """);
        Field(text, "  ", "trust", agent.Trust);
        Field(text, "  ", "allowedSigners", agent.AllowedSigners);
        Field(text, "  ", "root", agent.Root);
        Field(text, "  ", "helper", agent.Helper);
        Field(text, "  ", "runtime", agent.Runtime);
        text.Append("  remotes:\n");
        foreach (var remote in agent.Remotes)
            Add(text, remote);
        text.Append("  inference:\n");
        Field(text, "    ", "admin", agent.InferenceAdmin);
        Field(text, "    ", "executable", agent.InferenceExecutable);
        return text.ToString();
    }

    private static void Add(StringBuilder text, RemoteSpec remote)
    {
        Field(text, "    - ", "name", remote.Name);
        Field(text, "      ", "url", remote.Url);
        Field(text, "      ", "caFile", remote.CaFile);
        Field(text, "      ", "tokenFile", remote.TokenFile);
        Field(text, "      ", "tokenUser", remote.TokenUser);
        Field(text, "      ", "certFile", remote.CertFile);
        Field(text, "      ", "keyFile", remote.KeyFile);
        Field(text, "      ", "identityFile", remote.IdentityFile);
        Field(text, "      ", "knownHostsFile", remote.KnownHostsFile);
    }

    private static void Field(StringBuilder text, string indent, string name, string? value)
    {
        if (value is not null)
            text.Append(indent).Append(name).Append(": ").Append(Quote(value)).Append('\n');
    }

    // YAML 1.2, section 7.3.1: JSON's strings are YAML's in double quotes.
    private static string Quote(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
