using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>The files a new fleet begins with: complete, valid, and with what comes next as comments.</summary>
internal static class FleetTemplate
{
    /// <summary>The epoch a fleet begins with.</summary>
    public const long Epoch = 1;

    /// <summary>Path → text; fleet.yaml last, since it is what makes a folder a fleet repository.</summary>
    public static IEnumerable<(string Path, string Text)> Files(
        InitRequest request,
        DateTimeOffset created,
        Guid repoId
    )
    {
        yield return (
            ".gitattributes",
            "# Devices verify files byte by byte: Git must not convert line ends.\n* -text\n"
        );
        foreach (var (name, schema) in ManifestKinds.Schemas())
            yield return ($".schemas/{name}", schema);
        yield return ($"devices/{request.Device}.yaml", Device(request));
        yield return ("profiles/base.yaml", Profile);
        yield return ($"rollouts/{request.Channel}.yaml", Rollout(request, created));
        yield return ("fleet.yaml", Fleet(request, repoId));
    }

    private static string Fleet(InitRequest request, Guid repoId) =>
        $"""
            # yaml-language-server: $schema=.schemas/fleet.schema.json
            apiVersion: gitedge.io/v1
            kind: Fleet
            metadata:
              name: {request.Name}
            spec:
              repoId: {repoId:D}   # never changes; devices take releases of this fleet only
              channels:
                - name: {request.Channel}
                  # lifetime: 90d          # a release expires this long after it was made
                  # requireGolden: true    # every model must have a golden gate

            """;

    private static string Device(InitRequest request) =>
        $$"""
            # yaml-language-server: $schema=../.schemas/device.schema.json
            apiVersion: gitedge.io/v1
            kind: Device
            metadata:
              name: {{request.Device}}
              labels: { role: base }
            spec:
              hardware: generic-x64
              channel: {{request.Channel}}

            """;

    private const string Profile = """
        # yaml-language-server: $schema=../.schemas/profile.schema.json
        apiVersion: gitedge.io/v1
        kind: Profile
        metadata:
          name: base
        selector:
          matchLabels: { role: base }
        spec:
          models: []
          # models:
          #   - name: vad
          #     source: https://models.example.org/vad.onnx
          #     digest: sha256:…          # sha256sum vad.onnx
          #     size: 2327524             # stat -c %s vad.onnx
          #     golden:
          #       cases: golden/vad       # gitedge golden record
          #       tolerance: { abs: 1e-3 }
          #       latency: { p95: 20ms, regression: 1.5 }
          health:
            soak: 2m

        """;

    private static string Rollout(InitRequest request, DateTimeOffset created) =>
        $"""
            # yaml-language-server: $schema=../.schemas/rollout.schema.json
            apiVersion: gitedge.io/v1
            kind: Rollout
            metadata:
              name: {request.Channel}
            spec:
              channel: {request.Channel}
              epoch: {Epoch}
              counter: 0   # gitedge release raises it
              created: {created.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}

            """;
}
