namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>What the real git says of objects, many at a time.</summary>
internal sealed class GitJudge : IDisposable
{
    private const int Batch = 100;

    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1",
    };

    private readonly TempDirectory _folder = new();
    private readonly string _signers;

    /// <param name="signers">The text of allowed_signers.</param>
    public GitJudge(string signers)
    {
        _signers = signers;
        Git("init", "-q", "-b", "main");
        _folder.Write(".git/signers", signers);
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "--allow-empty", "-m", "first");
        Commit = Git("rev-parse", "HEAD").Trim();
        Tree = Git("rev-parse", "HEAD^{tree}").Trim();
    }

    /// <summary>A commit that is there, for tags to name.</summary>
    public string Commit { get; }

    /// <summary>Its tree.</summary>
    public string Tree { get; }

    /// <summary>Every one is well signed to git or ssh-keygen, and git finds no fault with its form.</summary>
    public void Accepts(IReadOnlyList<Mutant> mutants)
    {
        foreach (var kind in new[] { SampleKind.Tag, SampleKind.Commit })
        {
            foreach (var some in mutants.Where(mutant => mutant.Kind == kind).Chunk(Batch))
                Verify(kind, some);
        }
        Assert.All(mutants.Where(mutant => mutant.Kind == SampleKind.File), mutant =>
            Assert.True(SshKeys.Accepts(_signers, "ada@example.org", mutant.Body, mutant.Armour), Convert.ToBase64String(mutant.Armour)));
        var fsck = Tool.Try("git", ["fsck", "--strict", "--no-dangling", "--no-progress"], _folder.Path, Environment);
        Assert.True(fsck.ExitCode == 0, fsck.Errors);
        Assert.DoesNotMatch("(?m)^(error|warning|broken|missing)", fsck.Output + fsck.Errors);
    }

    public void Dispose() => _folder.Dispose();

    private void Verify(SampleKind kind, Mutant[] some)
    {
        var name = kind == SampleKind.Tag ? "tag" : "commit";
        var paths = some.Select((_, index) => _folder[".git", $"body{index}"]).ToArray();
        for (var i = 0; i < some.Length; i++)
            File.WriteAllBytes(paths[i], some[i].Body);
        var ids = Tool.Run("git", ["hash-object", "-t", name, "-w", "--literally", "--stdin-paths"], _folder.Path, Environment,
            TagText.Bytes(string.Join('\n', paths) + "\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(some.Length, ids.Length);
        if (!IsGood(name, ids))
            Assert.All(ids, id => Assert.True(IsGood(name, id), $"{name} {id}: {Git("cat-file", name, id)}"));
        if (kind == SampleKind.Tag)
            Assert.All(some, tag => Tool.Run("git", ["mktag", "--strict"], _folder.Path, Environment, tag.Body));
    }

    private bool IsGood(string name, params string[] ids) => Tool.Try("git",
        ["-c", "gpg.ssh.allowedSignersFile=" + _folder[".git", "signers"], "verify-" + name, .. ids], _folder.Path, Environment).ExitCode == 0;

    private string Git(params string[] arguments) => Tool.Run("git", arguments, _folder.Path, Environment);
}
