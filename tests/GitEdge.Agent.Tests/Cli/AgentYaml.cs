namespace GitEdge.Agent.Tests.Cli;

/// <summary>The configuration of a device that lives in one folder.</summary>
internal static class AgentYaml
{
    public static string Of(string folder, string url, Guid repoId) => $"""
        apiVersion: gitedge.io/v1
        kind: Agent
        metadata:
          name: cam-1
        spec:
          repoId: {repoId}
          channel: stable
          allowedSigners: {folder}/allowed_signers
          root: {folder}/root
          runtime: {folder}/run
          remotes:
            - name: origin
              url: {url}
          inference:
            admin: {folder}/admin.sock
            executable: /bin/true

        """;
}
