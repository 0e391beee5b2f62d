namespace GitEdge.Core.Manifests.Binding;

/// <summary>Agent, field by field.</summary>
internal static class AgentShapes
{
    private static readonly TextShape<string> File = Forms.Text("an absolute path", @"/[^\u0000-\u001f\u007f]{1,1000}");

    // systemd.exec(5), LoadCredential=: the service manager puts what is secret where only the service can read it.
    private static readonly TextShape<string> Secret = Forms.Text(
        $"an absolute path, or {AgentManifest.Credentials}NAME for what systemd keeps for the service",
        @"/[^\u0000-\u001f\u007f]{1,1000}|\$CREDENTIALS_DIRECTORY/[A-Za-z0-9_.-]{1,255}");

    private static readonly TextShape<string> Address = Forms.Text(
        "an address such as https://git.example.org/fleet.git, ssh://git@host/fleet.git or file:///srv/fleet.git",
        @"(?:https?|ssh|file)://[^\u0000-\u0020\u007f]{1,1000}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\u0000-\u0020\u007f]{1,1000}");

    private static readonly MappingShape<RemoteSpec> Remote = new(fields => new RemoteSpec
    {
        Name = fields.Required("name", Forms.Name, "What messages call this remote."),
        Url = fields.Required("url", Address, "Where the fleet repository is; never with a password in it."),
        CaFile = fields.Optional("caFile", Secret, "PEM file with the only authorities trusted for this remote."),
        TokenFile = fields.Optional("tokenFile", Secret, "File with an access token for https, sent to this remote only."),
        TokenUser = fields.Optional("tokenUser", Forms.Line, "User name that goes with the token."),
        CertFile = fields.Optional("certFile", Secret, "PEM file with the certificate the device shows over https, to this remote only."),
        KeyFile = fields.Optional("keyFile", Secret, "PEM file with that certificate's private key, not encrypted."),
        IdentityFile = fields.Optional("identityFile", Secret, "Private key for ssh."),
        KnownHostsFile = fields.Optional("knownHostsFile", Secret, "Host keys trusted for ssh."),
    });

    private static readonly ChoiceShape<FreshnessRule> Freshness = new(
        ("ignore", FreshnessRule.Ignore), ("warn", FreshnessRule.Warn), ("require", FreshnessRule.Require));

    private static readonly MappingShape<TimeSpan?> Poll = new(fields => fields.OptionalValue("interval",
        Forms.DurationBetween(TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7), "30s"), "Time between polls; 30s if left out."));

    private static readonly MappingShape<(string Admin, string Executable)> Inference = new(fields => (
        fields.Required("admin", File, "The server's admin socket, for example /run/gitedge-inference/admin.sock."),
        fields.Required("executable", File, "The executable gitedge-inference, which candidates are tried with.")));

    public static readonly MappingShape<AgentManifest> Agent = FleetShapes.Kind("Agent", (_, fields) =>
    {
        var device = fields.Required("metadata", FleetShapes.NameOnly(Forms.Name), "The device's id, as in devices/<id>.yaml.");
        var spec = fields.Required("spec", new MappingShape<AgentManifest>(Spec, CheckSigners), "What the device was told at enrolment.");
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
            AllowedSigners = fields.Optional("allowedSigners", File, "Who may sign releases, in OpenSSH's allowed_signers form; this or trust."),
            Trust = fields.Optional("trust", File, "The trust document the device was enrolled with; this or allowedSigners."),
            VerifyRequired = fields.Optional("verifyRequired", new BooleanShape(),
                "With allowedSigners: whether hardware tokens must have asked for a PIN or a finger, not only for a touch.", fallback: false),
            Freshness = fields.Optional("freshness", Freshness, "Whether new releases wait when the freshness beacon is old or says that something is hidden; warn if left out.", defaults.Freshness),
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

    private static void CheckSigners(AgentManifest agent, ManifestMapping spec, ProblemList problems)
    {
        if (agent is { AllowedSigners: null, Trust: null })
            problems.Add(spec.At, "spec says nothing of who may sign releases", "give trust, or allowedSigners", ManifestRule.Order);
        else if (agent is { AllowedSigners: not null, Trust: not null })
            problems.Add(spec.Locate("allowedSigners"), "spec has both allowedSigners and trust", "remove allowedSigners: the trust document says who may sign", ManifestRule.Order);
        else if (agent.Trust is null && spec["freshness"] is not null)
            problems.Add(spec.Locate("freshness"), "spec has freshness and no trust", "remove it: only a trust document says whose beacon counts", ManifestRule.Order);
        else if (agent.Trust is not null && spec["verifyRequired"] is not null)
            problems.Add(spec.Locate("verifyRequired"), "spec has both verifyRequired and trust", "remove it: the trust document says it for each role", ManifestRule.Order);
    }

    private static AgentManifest Defaults() => new()
    {
        Device = "",
        RepoId = default,
        Channel = "",
        Root = "",
        Runtime = "",
        Remotes = [],
        InferenceAdmin = "",
        InferenceExecutable = "",
    };
}
