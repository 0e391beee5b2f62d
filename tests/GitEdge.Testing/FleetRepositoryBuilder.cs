using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Testing;

/// <summary>
/// A real fleet repository in a folder, with a release manager's ed25519 key, made by plain git and ssh-keygen. No
/// configuration of whoever runs the tests has any influence.
/// </summary>
public sealed class FleetRepositoryBuilder
{
    private readonly Dictionary<string, string> _environment;

    /// <summary>Makes an empty repository below <paramref name="directory"/>.</summary>
    public FleetRepositoryBuilder(string directory)
    {
        Path = System.IO.Path.Combine(directory, "fleet.git");
        KeyFile = System.IO.Path.Combine(directory, "release-manager");
        AllowedSignersFile = System.IO.Path.Combine(directory, "allowed_signers");
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = directory,
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
            ["GIT_AUTHOR_DATE"] = "2026-01-02T03:04:05Z",
            ["GIT_COMMITTER_DATE"] = "2026-01-02T03:04:05Z",
            ["GIT_TERMINAL_PROMPT"] = "0",
        };
        Directory.CreateDirectory(directory);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "rm@example.org", "-f", KeyFile]);
        File.WriteAllText(AllowedSignersFile, $"rm@example.org namespaces=\"git\" {File.ReadAllText(KeyFile + ".pub")}");
        Tool.Run("git", ["init", "-q", "--initial-branch=main", Path], environment: _environment);
        foreach (var (key, value) in Settings())
            Git("config", key, value);
    }

    /// <summary>Absolute path; can be served as it is.</summary>
    public string Path { get; }

    /// <summary>The release manager's private key; the public one is beside it.</summary>
    public string KeyFile { get; }

    /// <summary>Who may sign: the release manager, principal <c>rm@example.org</c>.</summary>
    public string AllowedSignersFile { get; }

    /// <summary>Runs git in the repository and returns what it prints, without the newline at the end.</summary>
    public string Git(params string[] arguments) => GitWithInput(null, arguments);

    /// <summary>Runs git with something on its standard input.</summary>
    public string GitWithInput(byte[]? input, params string[] arguments) =>
        Tool.Run("git", ["-C", Path, .. arguments], environment: _environment, input: input).TrimEnd('\n');

    /// <summary>Writes a file of the work tree.</summary>
    public FleetRepositoryBuilder Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file of the work tree.</summary>
    public FleetRepositoryBuilder Write(string path, byte[] content)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    /// <summary>Writes GITEDGE.lock: a sha256sum line for every other file of the work tree, sorted by path.</summary>
    public FleetRepositoryBuilder WriteLock()
    {
        Git("add", "--all");
        var paths = Git("ls-files", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !string.Equals(p, "GITEDGE.lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var lines = paths.Select(p => $"{Hex(File.ReadAllBytes(System.IO.Path.Combine(Path, p)))}  {p}\n");
        return Write("GITEDGE.lock", string.Concat(lines));
    }

    /// <summary>Commits the whole work tree and returns the commit's id.</summary>
    public string Commit(string message = "Change the fleet")
    {
        Git("add", "--all");
        Git("commit", "-q", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>
    /// Signs the tag <c>rollout/&lt;channel&gt;/&lt;counter&gt;</c> with the trailer of the committed GITEDGE.lock, and returns
    /// the tag object's id.
    /// </summary>
    public string Tag(string channel, long counter, string target = "HEAD", bool force = false)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"rollout/{channel}/{counter}");
        var content = GitWithInput(null, "show", $"{target}:GITEDGE.lock") + "\n";
        var message = $"Release {counter.ToString(CultureInfo.InvariantCulture)} of {channel}\n\nGitEdge-Lock-SHA256: {Hex(Encoding.UTF8.GetBytes(content))}\n";
        Git(["tag", "-s", .. force ? new[] { "-f" } : [], "-m", message, name, target]);
        return Git("rev-parse", $"refs/tags/{name}");
    }

    /// <summary>Writes the lock, commits and tags; returns the tag object's id.</summary>
    public string Release(string channel, long counter)
    {
        WriteLock().Commit(string.Create(CultureInfo.InvariantCulture, $"Release {counter} of {channel}"));
        return Tag(channel, counter);
    }

    private IEnumerable<(string Key, string Value)> Settings() =>
    [
        ("user.name", "Release Manager"),
        ("user.email", "rm@example.org"),
        ("gpg.format", "ssh"),
        ("user.signingkey", KeyFile + ".pub"),
        ("gpg.ssh.allowedSignersFile", AllowedSignersFile),
        ("commit.gpgsign", "false"),
        ("core.autocrlf", "false"),
    ];

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
