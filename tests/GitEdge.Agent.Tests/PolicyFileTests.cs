using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests;

public sealed class PolicyFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_a_file_the_standard_policy_counts()
    {
        Assert.Same(OwnerPolicy.Standard, PolicyFile.Read(_directory["none"], out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("to nowhere", "nowhere")]
    [InlineData("to itself", "policy.yaml")]
    [InlineData("without a folder", null)]
    public void File_that_cannot_be_read_allows_nothing_and_is_named(string folder, string? target)
    {
        var file = _directory[folder, "policy.yaml"];
        if (target is not null)
        {
            Directory.CreateDirectory(_directory[folder]);
            File.CreateSymbolicLink(file, _directory[folder, target]);
        }

        Assert.Null(PolicyFile.Read(file, out var fault));
        Assert.Equal(TuningReason.PolicyInvalid, fault!.Reason);
        Assert.Contains($"'{file}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_is_a_file_or_a_loop_allows_nothing_and_is_named()
    {
        File.CreateSymbolicLink(_directory["loop"], _directory["loop"]);
        foreach (var folder in (string[])[_directory.Write("file", ""), _directory["loop"]])
        {
            Assert.Null(PolicyFile.Read(Path.Combine(folder, "policy.yaml"), out var fault));
            Assert.Contains($"'{folder}/policy.yaml'", fault!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Example_is_the_standard_policy_in_full()
    {
        var example = _directory.Write("policy.yaml", File.ReadAllText(Repository.File("packaging", "etc", "policy.yaml")).Replace("standard: true", "standard: false", StringComparison.Ordinal));

        var policy = PolicyFile.Read(example, out var fault)!.Tuning;

        Assert.Null(fault);
        var standard = StandardPolicy.Policy;
        Assert.Equal(standard.Sysctl.OrderBy(one => one.Key, StringComparer.Ordinal), policy.Sysctl.OrderBy(one => one.Key, StringComparer.Ordinal), (one, other) => one.Key == other.Key && $"{one.Value}" == $"{other.Value}");
        Assert.Equal(Words(standard), Words(policy));
        Assert.Equal(Texts(standard), Texts(policy));
    }

    [Fact]
    public void File_that_is_wrong_allows_nothing_and_says_where()
    {
        var file = _directory.Write("policy.yaml", "apiVersion: gitedge.io/v1\nkind: Policy\nspec:\n  tuning:\n    sysctl:\n      kernel.core_pattern: { oneOf: [core] }\n");

        Assert.Null(PolicyFile.Read(file, out var fault));
        Assert.Equal(TuningReason.PolicyInvalid, fault!.Reason);
        Assert.Contains($"{file}:6:7: error: no policy can allow 'kernel.core_pattern'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void File_that_others_than_root_can_change_allows_nothing(bool isFolder)
    {
        var file = _directory.Write("etc/policy.yaml", "apiVersion: gitedge.io/v1\nkind: Policy\nspec:\n  tuning: {}\n");
        Assert.NotNull(PolicyFile.Read(file, out _));
        var open = isFolder ? _directory["etc"] : file;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.GroupWrite);

        Assert.Null(PolicyFile.Read(file, out var fault));
        Assert.Equal(TuningReason.PolicyUnsafe, fault!.Reason);
        Assert.Contains($"'{open}'", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(TuningPolicy policy) =>
        [.. policy.CpuGovernors, "|", .. policy.EnergyPreferences, "|", .. policy.TransparentHugepages, "|", .. policy.TunedProfiles, "|", .. policy.PowerProfiles];

    private static string Texts(TuningPolicy policy) => string.Join('\n', policy.Units
        .SelectMany(unit => unit.Value.Select(rule => $"{unit.Key} {rule.Key}: {rule.Value}")).Order(StringComparer.Ordinal));
}
