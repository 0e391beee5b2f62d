namespace GitEdge.Core.Manifests.Binding;

/// <summary>Agent, field by field.</summary>
internal static class AgentShapes
{
    private static readonly TextShape<string> File = Forms.Text("an absolute path", @"/[^\u0000-\u001f\u007f]{1,1000}");

    private static readonly TextShape<string> Address = Forms.Text(
        "an address such as https://git.example.org/fleet.git, ssh://git@host/fleet.git or file:///srv/fleet.git",
        @"(?:https?|ssh|file)://[^\u0000-\u0020\u007f]{1,1000}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\u0000-\u0020\u007f]{1,1000}");

    private static readonly MappingShape<RemoteSpec> Remote = new(fields => new RemoteSpec
    {
        Name = fields.Required("name", Forms.Name, "What messages call this remote."),
        Url = fields.Required("url", Address, "Where the fleet repository is; never with a password in it."),
        CaFile = fields.Optional("caFile", File, "PEM file with the only authorities trusted for this remote."),
        TokenFile = fields.Optional("tokenFile", File, "File with an access token for https, sent to this remote only."),
        TokenUser = fields.Optional("tokenUser", Forms.Line, "User name that goes with the token."),
        CertFile = fields.Optional("certFile", File, "PEM file with the certificate the device shows over https, to this remote only."),
        KeyFile = fields.Optional("keyFile", File, "PEM file with that certificate's private key, not encrypted."),
        IdentityFile = fields.Optional("identityFile", File, "Private key for ssh."),
        KnownHostsFile = fields.Optional("knownHostsFile", File, "Host keys trusted for ssh."),
    });

    private static readonly MappingShape<TimeSpan?> Poll = new(fields => fields.OptionalValue("interval",
        Forms.DurationBetween(TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7), "30s"), "Time between polls; 30s if left out."));

    private static readonly MappingShape<(string Admin, string Executable)> Inference = new(fields => (
        fields.Required("admin", File, "The server's admin socket, for example /run/gitedge-inference/admin.sock."),
        fields.Required("executable", File, "The executable gitedge-inference, which candidates are tried with.")));

    public static readonly MappingShape<AgentManifest> Agent = FleetShapes.Kind("Agent", (_, fields) =>
    {
        var device = fields.Required("metadata", FleetShapes.NameOnly(Forms.Name), "The device's id, as in devices/<id>.yaml.");
        var spec = fields.Required("spec", new MappingShape<AgentManifest>(Spec), "What the device was told at enrolment.");
        return spec is null ? null! : spec with { Device = device };
    });

    private static AgentManifest Spec(Fields fields)
    {
        var defaults = Defaults();
        var inference = fields.Required("inference", Inference, "The model server.");
        return defaults with
        {
            RepoId = fields.Required("repoId", Forms.Uuid, "The fleet's identity, as in its fleet.yaml."),
            Channel = fields.Required("channel", Forms.Channel, "The channel the device follows."),
            AllowedSigners = fields.Required("allowedSigners", File, "Who may sign releases, in OpenSSH's allowed_signers form."),
            Root = fields.Required("root", File, "Where everything that lasts lies, for example /var/lib/gitedge."),
            Runtime = fields.Required("runtime", File, "Where the status lies, in memory, for example /run/gitedge."),
            Remotes = fields.Required("remotes", new ListShape<RemoteSpec>(Remote, 1, 8, remote => remote.Name), "Where the repository may be had, in order."),
            PollInterval = fields.Optional("poll", Poll, "How often the repository is asked.", fallback: null) ?? defaults.PollInterval,
            DiskReserve = fields.Optional("diskReserve", Forms.Memory, "Disk that downloads leave free; 64MiB if left out.", defaults.DiskReserve),
            Artifacts = fields.Optional("artifacts", ArtifactShapes.Rules, "From where artifacts may be fetched over http and https.", defaults.Artifacts),
            InferenceAdmin = inference.Admin,
            InferenceExecutable = inference.Executable,
        };
    }

    private static AgentManifest Defaults() => new()
    {
        Device = "",
        RepoId = default,
        Channel = "",
        AllowedSigners = "",
        Root = "",
        Runtime = "",
        Remotes = [],
        InferenceAdmin = "",
        InferenceExecutable = "",
    };
}
