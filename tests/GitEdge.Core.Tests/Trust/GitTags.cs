namespace GitEdge.Core.Tests.Trust;

/// <summary>Tags made by the real git in a repository of its own.</summary>
internal sealed class GitTags : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "Ada Lovelace",
        ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
        ["GIT_COMMITTER_NAME"] = "Ada Lovelace",
        ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
    };

    private readonly TempDirectory _folder = new();

    public GitTags()
    {
        Git("init", "-q", "-b", "main");
        _folder.Write("fleet.yaml", "kind: Fleet\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "first");
    }

    public string Commit => Id("HEAD");

    public string Git(params string[] arguments) => Tool.Run("git", arguments, _folder.Path, Environment);

    public string Id(string revision) => Git("rev-parse", revision).Trim();

    /// <summary>A signed tag, with the lock trailer; returns its raw bytes.</summary>
    public byte[] Sign(string name, string key, string target = "HEAD")
    {
        Git("-c", "gpg.format=ssh", "-c", "user.signingKey=" + key, "tag", "-s", "-m", "Release", "-m", TagText.Trailer, name, target);
        return Raw(name);
    }

    /// <summary>A signed commit; returns its raw bytes.</summary>
    public byte[] SignCommit(string key, params string[] options)
    {
        Git(["-c", "gpg.format=ssh", "-c", "user.signingKey=" + key, "commit", "-q", "--allow-empty", "-S", "-m", "Change", .. options]);
        return Raw("HEAD");
    }

    public byte[] Raw(string name) => TagText.Bytes(Git("cat-file", Git("cat-file", "-t", name).Trim(), name));

    /// <summary>Whether git itself takes these bytes, under a ref of this name, for a well signed tag.</summary>
    public bool IsGood(byte[] body, string refName = "refs/tags/rollout/prod/7", string? signers = null)
    {
        var file = _folder[".git", "body"];
        File.WriteAllBytes(file, body);
        Git("update-ref", refName, Git("hash-object", "-t", "tag", "--literally", "-w", file).Trim());
        _folder.Write(".git/signers", signers ?? $"ada@example.org {SshKeys.Public(SshKeys.Manager)}\n");
        return Tool.Try("git", ["-c", "gpg.ssh.allowedSignersFile=" + _folder[".git", "signers"], "verify-tag", refName],
            _folder.Path, Environment).ExitCode == 0;
    }

    /// <summary>Whether git itself takes these bytes for a well signed commit.</summary>
    public bool IsGoodCommit(byte[] body, string? signers = null)
    {
        var file = _folder[".git", "body"];
        File.WriteAllBytes(file, body);
        var id = Git("hash-object", "-t", "commit", "--literally", "-w", file).Trim();
        _folder.Write(".git/signers", signers ?? $"ada@example.org {SshKeys.Public(SshKeys.Manager)}\n");
        return Tool.Try("git", ["-c", "gpg.ssh.allowedSignersFile=" + _folder[".git", "signers"], "verify-commit", id],
            _folder.Path, Environment).ExitCode == 0;
    }

    public void Dispose() => _folder.Dispose();
}
