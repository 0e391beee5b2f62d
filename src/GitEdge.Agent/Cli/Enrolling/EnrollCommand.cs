using System.CommandLine;
using System.CommandLine.Parsing;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary><c>gitedge enroll</c>: tells this device to which fleet it belongs, and whom it believes.</summary>
internal sealed class EnrollCommand
{
    private const string Examples = """
        sudo gitedge enroll https://git.example.org/fleet.git --trust trust.json
        sudo gitedge enroll https://git.example.org/fleet.git --trust-sha256 HEX --device camera-1
        sudo gitedge enroll https://git.example.org/fleet.git ssh://git@mirror.example.org/fleet.git --trust trust.json \
            --token-file /etc/gitedge/token --identity-file /etc/gitedge/id_ed25519 --known-hosts-file /etc/gitedge/known_hosts
        gitedge enroll file:///srv/fleet.git --trust allowed_signers --dry-run    what it would write
        """;

    private const string ExitCodes = """
        0  enrolled, or so already; it says what to run next
        1  the repository cannot be read, or the disk failed
        2  the command line is wrong
        3  not acceptable: the trust root, a release that does not hold by it, or a fleet without this device
        4  not in this state: enrolled differently already, nothing released yet, not allowed to write; nothing was changed
        """;

    private readonly Argument<string[]> _urls = new("url")
    {
        Description = "Where the fleet repository is: https, ssh or file. Several are asked in this order.",
        Arity = new ArgumentArity(1, 8),
    };

    private readonly Option<string> _configuration = AgentConfiguration.Option();
    private readonly Option<string?> _device = Text("--device", "ID", "The device's id, as in devices/ID.yaml. [default: the host's name; where that is no id, one made of the machine's id]");
    private readonly Option<Guid?> _repoId = new("--repo-id") { Description = "The fleet's identity. [default: as the trust document or the signed release says]", HelpName = "UUID" };
    private readonly Option<string?> _channel = Text("--channel", "NAME", "The channel. [default: as devices/ID.yaml says]");
    private readonly Option<string?> _trust = Text("--trust", "FILE", "The fleet's trust document, or its allowed_signers: from somebody you trust. It is copied beside the configuration.");

    private readonly Option<Sha256Digest?> _digest = new("--trust-sha256")
    {
        Description = "Instead of the file its SHA-256, as sha256sum prints it: what has it is taken from the repository.",
        HelpName = "HEX",
        CustomParser = ReadDigest,
    };

    private readonly Option<string?> _helper = Text("--helper", "DIR", $"The folder of the privileged helper, which then owns the slots. [default: {DefaultPaths.Helper}, where it is there]");
    private readonly Option<bool> _force = new("--force") { Description = "Replace another enrolment." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be written and write nothing." };
    private readonly RemoteArguments _remotes = new();

    private readonly string _helperFolder;

    private EnrollCommand(string helperFolder) => _helperFolder = helperFolder;

    /// <param name="group">The group that may read what is written.</param>
    /// <param name="helperFolder">What the package makes where it brings a helper.</param>
    public static Command Create(string group = "gitedge", string helperFolder = DefaultPaths.Helper)
    {
        var self = new EnrollCommand(helperFolder);
        var command = new Command("enroll",
            "Enrol this device: fetch the fleet repository as the agent will, prove a release by the trust root, and write the agent's configuration.")
        {
            self._urls, self._configuration, self._device, self._repoId, self._channel, self._trust, self._digest, self._helper, self._force, self._dryRun,
        };
        self._remotes.AddTo(command);
        command.Validators.Add(self.Validate);
        command.SetAction((parsed, cancellation) => self.RunAsync(parsed, group, cancellation));
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_trust) is null == (result.GetResult(_digest) is null))
            result.AddError("give --trust FILE or --trust-sha256 HEX, one of them: the repository alone is not believed");
        if (_remotes.FindAmbiguity(result, result.GetValue(_urls) ?? []) is { } ambiguity)
            result.AddError(ambiguity);
    }

    private async Task<int> RunAsync(ParseResult parsed, string group, CancellationToken cancellation)
    {
        var output = CommandOutput.Of(parsed);
        try
        {
            return (int)await new Enroller(RequestOf(parsed), output, group).RunAsync(cancellation);
        }
        catch (UnauthorizedAccessException e)
        {
            return (int)output.Refuse(new Authoring.Refusal(e.Message.TrimEnd('.'), "run it with sudo") { Code = EnrollReason.FileRefused });
        }
        catch (Exception e) when (e is IOException or DllNotFoundException)
        {
            return (int)output.Fail(e);
        }
    }

    private EnrollRequest RequestOf(ParseResult parsed) => new()
    {
        Configuration = Path.GetFullPath(parsed.GetValue(_configuration)!),
        Remotes = _remotes.Of(parsed, parsed.GetValue(_urls)!),
        Device = parsed.GetValue(_device),
        RepoId = parsed.GetValue(_repoId),
        Channel = parsed.GetValue(_channel),
        TrustFile = parsed.GetValue(_trust),
        TrustDigest = parsed.GetValue(_digest),
        Helper = parsed.GetValue(_helper) is { } helper ? Path.GetFullPath(helper) : Directory.Exists(_helperFolder) ? _helperFolder : null,
        Force = parsed.GetValue(_force),
        DryRun = parsed.GetValue(_dryRun),
    };

    private static Sha256Digest? ReadDigest(ArgumentResult result)
    {
        var text = result.Tokens[0].Value.ToLowerInvariant();
        if (Sha256Digest.TryParse(text, out var digest) || Sha256Digest.TryParseHex(text, out digest))
            return digest;
        result.AddError($"'{result.Tokens[0].Value}' is no SHA-256: 64 hexadecimal digits");
        return null;
    }

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };
}
