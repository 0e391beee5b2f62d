using System.Globalization;
using System.Text;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>
/// People with real keys and the branch <c>gitedge-meta</c> of a fleet, signed by ssh-keygen. The release manager of
/// <see cref="FleetRepositoryBuilder"/> is <c>rm</c>.
/// </summary>
internal sealed class TrustFleet
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _directory;
    private readonly FleetRepositoryBuilder _repository;
    private readonly SortedDictionary<string, (string Mode, byte[] Content)> _files = new(StringComparer.Ordinal);

    /// <summary>Version 1: rm releases, ada and bob root and hold, fay fresh.</summary>
    public TrustFleet(FleetRepositoryBuilder repository, string directory, int releaseThreshold = 1)
    {
        _repository = repository;
        _directory = directory;
        Directory.CreateDirectory(directory);
        Document = new TrustDocument
        {
            RepoId = Guid.Parse(TestFleet.RepoId),
            Version = 1,
            Created = Start,
            Expires = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Epoch = 0,
            Principals = new[] { "rm", "ada", "bob", "fay" }.ToDictionary(name => name, name => (IReadOnlyList<TrustKey>)[new TrustKey(KeyOf(name))]),
            Root = new TrustRole(2, ["ada", "bob"]),
            Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["stable"] = new(releaseThreshold, ["ada", "bob", "rm"]) },
            Hold = new TrustRole(1, ["ada", "bob"]),
            Fresh = new TrustRole(1, ["fay"]),
        };
        EnrolledFile = Path.Combine(directory, "enrolled.json");
        File.WriteAllBytes(EnrolledFile, TrustWriter.Write(Document));
        Sign(TrustFiles.TrustPath(1), TrustWriter.Write(Document), TrustNamespaces.Trust, "ada", "bob");
    }

    /// <summary>The newest trust document.</summary>
    public TrustDocument Document { get; private set; }

    /// <summary>Version 1, as a device is enrolled with it.</summary>
    public string EnrolledFile { get; }

    /// <summary>The next version, signed.</summary>
    public void Renew(Func<TrustDocument, TrustDocument> change, params string[] signers)
    {
        Document = change(Document) with { Version = Document.Version + 1, Created = Document.Created.AddMinutes(1) };
        Sign(TrustFiles.TrustPath(Document.Version), TrustWriter.Write(Document), TrustNamespaces.Trust, signers.Length > 0 ? signers : ["ada", "bob"]);
    }

    public void Hold(long version, IReadOnlyList<HoldEntry> holds, IReadOnlyList<RecallEntry> recalls, params string[] signers) => Sign(
        TrustFiles.HoldPath,
        TrustWriter.Write(new HoldDocument { RepoId = Document.RepoId, Version = version, Created = Start.AddHours(version), Holds = holds, Recalls = recalls }),
        TrustNamespaces.Hold, signers);

    public void Recall(long version, params long[] counters) =>
        Hold(version, [], [.. counters.Select(counter => new RecallEntry("stable", 1, counter, "it is wrong"))], "ada");

    public void Fresh(DateTimeOffset created, long head, long hold = 0, TimeSpan? lifetime = null) => Sign(
        TrustFiles.FreshPath,
        TrustWriter.Write(new FreshDocument
        {
            RepoId = Document.RepoId,
            Created = created,
            Lifetime = lifetime ?? TimeSpan.FromHours(24),
            Trust = Document.Version,
            Hold = hold,
            Heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal) { ["stable"] = new(1, head) },
        }),
        TrustNamespaces.Fresh, "fay");

    /// <summary>Lays the hold document aside as the last one that those signed who release.</summary>
    public void KeepLift()
    {
        foreach (var (path, file) in _files.Where(one => one.Key.StartsWith("hold.", StringComparison.Ordinal)).ToList())
            _files[path.Replace("hold.", "lift/stable.", StringComparison.Ordinal)] = file;
    }

    /// <summary>Takes a file out of the branch, with its signatures.</summary>
    public void Remove(string path)
    {
        _files.Remove(path);
        RemoveSignatures(path);
    }

    /// <summary>Puts anything into the branch.</summary>
    public void Put(string path, string mode, byte[] content) => _files[path] = (mode, content);

    /// <summary>All files as they are now, for a repository that is restored later.</summary>
    public IReadOnlyDictionary<string, (string Mode, byte[] Content)> Copy() => new Dictionary<string, (string Mode, byte[] Content)>(_files, StringComparer.Ordinal);

    public void Restore(IReadOnlyDictionary<string, (string Mode, byte[] Content)> files)
    {
        _files.Clear();
        foreach (var (path, file) in files)
            _files[path] = file;
    }

    /// <summary>Makes the branch what the files are, as a force-push does.</summary>
    public void Push()
    {
        using var stream = new MemoryStream();
        Write(stream, $"commit refs/heads/{TrustFiles.Branch}\ncommitter A <a@example.org> 1767225600 +0000\ndata 4\nmeta\ndeleteall\n");
        foreach (var (path, (mode, content)) in _files)
        {
            Write(stream, string.Create(CultureInfo.InvariantCulture, $"M {mode} inline {path}\ndata {content.Length}\n"));
            stream.Write(content);
            Write(stream, "\n");
        }
        _repository.GitWithInput(stream.ToArray(), "fast-import", "--quiet", "--force");
    }

    /// <summary>Signs a release that was tagged.</summary>
    public void Cosign(long counter, string person)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"rollout/stable/{counter}");
        var message = _repository.Git("for-each-ref", "--format=%(contents:body)", $"refs/tags/{tag}").Trim();
        var trailer = message.Split('\n').Single(line => line.StartsWith(LockTrailer.Key, StringComparison.Ordinal));
        _repository.Git("-c", $"user.signingkey={PrivateKey(person)}", "tag", "-s", "-m", $"Co-sign\n\n{trailer}",
            string.Create(CultureInfo.InvariantCulture, $"cosign/stable/{counter}/{person}"), $"refs/tags/{tag}^{{commit}}");
    }

    /// <summary>Tags the commit of a release again, under so many numbers from one on, all signed by one person.</summary>
    public void Flood(long release, string person, long from, int count)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"rollout/stable/{release}");
        var trailer = _repository.Git("for-each-ref", "--format=%(contents:body)", $"refs/tags/{tag}").Split('\n').Single(line => line.StartsWith(LockTrailer.Key, StringComparison.Ordinal));
        var commit = _repository.Git("rev-parse", $"refs/tags/{tag}^{{commit}}");
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "flood")).FullName;
        var files = Enumerable.Range(0, count).ToDictionary(index => from + index, index => Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture)));
        foreach (var (counter, file) in files)
            File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"object {commit}\ntype commit\ntag rollout/stable/{counter}\ntagger A <a@example.org> 1767225600 +0000\n\nMore\n\n{trailer}\n"));
        Tool.Run("ssh-keygen", ["-q", "-Y", "sign", "-f", PrivateKey(person), "-n", "git", .. files.Values]);
        foreach (var file in files.Values)
            File.AppendAllText(file, File.ReadAllText(file + ".sig"));
        var ids = _repository.GitWithInput(Encoding.UTF8.GetBytes(string.Join('\n', files.Values) + "\n"), "hash-object", "-w", "-t", "tag", "--no-filters", "--stdin-paths").Split('\n');
        _repository.GitWithInput(Encoding.UTF8.GetBytes(string.Concat(files.Keys.Zip(ids,
            (counter, id) => string.Create(CultureInfo.InvariantCulture, $"create refs/tags/rollout/stable/{counter} {id}\n")))), "update-ref", "--stdin");
    }

    /// <summary>A person's key, made when it is asked for the first time.</summary>
    public SshPublicKey KeyOf(string person)
    {
        if (!File.Exists(PrivateKey(person)))
            Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", person, "-f", PrivateKey(person)]);
        var words = File.ReadAllText(PrivateKey(person) + ".pub").Split(' ');
        return SshPublicKey.Parse(words[0], words[1], out _)!;
    }

    public string PrivateKey(string person) => person == "rm" ? _repository.KeyFile : Path.Combine(_directory, person);

    private void Sign(string path, byte[] content, string purpose, params string[] people)
    {
        RemoveSignatures(path);
        _files[path] = ("100644", content);
        foreach (var person in people)
            _files[$"{TrustFiles.SignaturesOf(path)}/{person}.sig"] = ("100644", Signature(content, purpose, person));
    }

    private byte[] Signature(byte[] content, string purpose, string person)
    {
        var file = Path.Combine(_directory, "to-sign");
        File.WriteAllBytes(file, content);
        File.Delete(file + ".sig");
        Tool.Run("ssh-keygen", ["-q", "-Y", "sign", "-f", PrivateKey(person), "-n", purpose, file]);
        return File.ReadAllBytes(file + ".sig");
    }

    private void RemoveSignatures(string path)
    {
        foreach (var old in _files.Keys.Where(name => name.StartsWith(TrustFiles.SignaturesOf(path) + "/", StringComparison.Ordinal)).ToList())
            _files.Remove(old);
    }

    private static void Write(MemoryStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
