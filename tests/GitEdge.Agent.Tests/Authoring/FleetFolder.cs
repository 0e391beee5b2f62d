using System.CommandLine;
using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Authoring;

/// <summary>A fleet repository made by <c>gitedge fleet init</c>, with a real SSH signing key of its own.</summary>
internal sealed class FleetFolder : IDisposable
{
    private readonly TempDirectory _root = new();

    public FleetFolder(bool withKey = true)
    {
        Directory.CreateDirectory(Path);
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "Release Manager");
        Git("config", "user.email", "manager@example.org");
        Git("config", "commit.gpgsign", "false");
        Git("config", "gpg.format", "openpgp");
        if (withKey)
            UseKey("key");
    }

    public string Path => _root["fleet"];

    public static FleetFolder WithCommit()
    {
        var folder = new FleetFolder();
        Assert.Equal((int)ExitCode.Ok, folder.GitEdge("fleet", "init", folder.Path, "--device", "cam-1").ExitCode);
        folder.Commit();
        return folder;
    }

    public void UseKey(string name)
    {
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", _root[name]]);
        Git("config", "gpg.format", "ssh");
        Git("config", "user.signingkey", _root[name + ".pub"]);
    }

    public string Git(params string[] arguments) => Tool.Run("git", arguments, Path).TrimEnd('\n');

    public string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    public void Write(string path, string text)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Edit(string path, string from, string to)
    {
        var text = Read(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Write(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Commit()
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", "Change");
    }

    public ToolResult GitEdge(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = RootCommandFactory
            .RunAsync(arguments, new InvocationConfiguration { Output = output, Error = errors })
            .GetAwaiter()
            .GetResult();
        return new ToolResult(code, output.ToString(), errors.ToString());
    }

    public ToolResult Release(params string[] more) => GitEdge(["release", "stable", "-C", Path, .. more]);

    public string TempPath(string name) => _root[name];

    public void Dispose() => _root.Dispose();
}
