using System.Text.RegularExpressions;
using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Keys in every place they are kept, and those that do not sign.</summary>
public sealed partial class SigningTests
{
    [Fact]
    public void Key_that_only_ssh_agent_has_signs()
    {
        using var fleet = new TrustFleet("anna", "ben", "carl");
        using var agent = new SshAgent(fleet.Key("agent.sock"));
        agent.Add(fleet.Key("anna"));
        File.Delete(fleet.Key("anna"));

        var result = agent.Run(["keys", "init", "--principal", $"anna={fleet.Key("anna")}.pub", "--key", fleet.Key("anna") + ".pub", "-C", fleet.Path, "--yes"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(["anna"], fleet.State().View!.Root.Principals);
    }

    [Fact]
    public void Literal_key_of_the_configuration_is_looked_for_in_ssh_agent()
    {
        using var fleet = new TrustFleet("anna");
        using var agent = new SshAgent(fleet.Key("agent.sock"));
        agent.Add(fleet.Key("anna"));
        fleet.Folder.Git("config", "user.signingkey", "key::" + File.ReadAllText(fleet.Key("anna") + ".pub").Trim());
        File.Delete(fleet.Key("anna"));

        var result = agent.Run(["keys", "init", "-C", fleet.Path, "--yes"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(fleet.Fingerprint("anna"), Assert.Single(fleet.Device().View.Root.Document.Principals["manager@example.org"]).Key.Fingerprint);
    }

    [Theory]
    [InlineData("passphrase", "signing-failed")]
    [InlineData("absent private key", "signing-failed")]
    [InlineData("absent file", "key-unreadable")]
    [InlineData("no key", "key-unreadable")]
    [InlineData("stranger", "key-without-role")]
    public void Key_that_does_not_sign_is_a_named_refusal_and_nothing_is_written(string fault, string code)
    {
        using var fleet = TrustFleet.OfThree();
        var key = fault switch
        {
            "passphrase" => fleet.Key("anna"),
            "stranger" => fleet.MakeKey("stranger"),
            "absent private key" => fleet.Key("ben") + ".pub",
            "absent file" => fleet.Key("none"),
            _ => System.IO.Path.Combine(fleet.Path, "fleet.yaml"),
        };
        Tool.Run("ssh-keygen", ["-q", "-p", "-P", "", "-N", "secret", "-f", fleet.Key("anna")]);
        File.Delete(fleet.Key("ben"));
        var before = fleet.Snapshot();

        // A process of its own without a terminal: else ssh-keygen would ask whoever runs the tests.
        var result = Program(["keys", "renew", "--expires", "10d", "--key", key, "-C", fleet.Path, "--yes"]);

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains($"error: {code}: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, fleet.Snapshot());
    }

    [Fact]
    public void Nobody_to_ask_is_a_refusal()
    {
        using var fleet = TrustFleet.OfThree();
        var before = fleet.Snapshot();

        var result = Program(["keys", "renew", "--expires", "10d", "--key", fleet.Key("anna"), "-C", fleet.Path]);

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("~ expires: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("error: not-confirmed: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, fleet.Snapshot());
    }

    [Theory]
    [InlineData("y", 0, 2)]
    [InlineData("n", (int)ExitCode.Unavailable, 1)]
    public void Person_at_a_terminal_is_asked(string answer, int code, long version)
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        var line = $"dotnet {System.IO.Path.Combine(AppContext.BaseDirectory, "gitedge.dll")} keys renew --expires 10d -C {fleet.Path}";

        var result = Tool.Try("script", ["-qec", line, "/dev/null"], input: System.Text.Encoding.ASCII.GetBytes(answer + "\n"));

        Assert.Equal(code, result.ExitCode);
        Assert.Contains("Sign this? [y/N]", result.Output, StringComparison.Ordinal);
        Assert.Equal(version, fleet.DeviceVersion);
    }

    [Fact]
    public void Fleet_without_a_signing_key_is_told_how_to_name_one()
    {
        using var fleet = new TrustFleet();
        fleet.Folder.Git("config", "gpg.format", "openpgp");

        var result = fleet.Refused("key-missing", "keys", "init");

        Assert.Contains("--principal NAME=PUBFILE", result.Errors, StringComparison.Ordinal);
    }

    private static ToolResult Program(string[] arguments, IReadOnlyDictionary<string, string>? environment = null) => Tool.Try(
        "setsid", ["--wait", "dotnet", System.IO.Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), .. arguments],
        environment: environment ?? new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = "", ["SSH_ASKPASS_REQUIRE"] = "never" });

    /// <summary>A real ssh-agent of the test's own.</summary>
    private sealed partial class SshAgent : IDisposable
    {
        private readonly Dictionary<string, string> _environment;

        public SshAgent(string socket)
        {
            var id = ProcessId().Match(Tool.Run("ssh-agent", ["-s", "-a", socket])).Groups["id"].Value;
            _environment = new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = socket, ["SSH_AGENT_PID"] = id };
        }

        public void Add(string key) => Tool.Run("ssh-add", ["-q", key], environment: _environment);

        public ToolResult Run(string[] arguments) => Program(arguments, _environment);

        public void Dispose() => Tool.Run("ssh-agent", ["-k"], environment: _environment);

        [GeneratedRegex("SSH_AGENT_PID=(?<id>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex ProcessId();
    }
}
