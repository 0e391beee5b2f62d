using GitEdge.Core.Manifests;
using GitEdge.Core.Tests.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class PolicyTests
{
    [Fact]
    public void Own_list_counts_beside_the_standard_one_and_instead_of_the_same_in_it()
    {
        var policy = Read("""{ "sysctl": { "vm.swappiness": { "min": 0, "max": 10 }, "net/ipv4/ip_forward": { "min": 0, "max": 1 } }, "cpuGovernors": ["schedutil"], "units": { "a.service": { "CPUWeight": { "min": 1, "max": 100 } } } }""").Value!.Tuning;

        Assert.Equal(10, policy.RuleOf(Specs.Swappiness)!.Greatest);
        Assert.Equal(1, policy.RuleOf(Knob.Sysctl("net.ipv4.ip_forward"))!.Greatest);
        Assert.Equal(500, policy.RuleOf(Specs.Pressure)!.Greatest);
        Assert.Equal(["schedutil"], policy.RuleOf(Specs.Governor0)!.OneOf);
        Assert.Equal(StandardPolicy.Policy.EnergyPreferences, policy.RuleOf(Specs.Energy0)!.OneOf);
        Assert.Equal(100, policy.RuleOf(new Knob(KnobKind.UnitProperty, "a.service", "CPUWeight"))!.Greatest);
        Assert.Null(policy.RuleOf(new Knob(KnobKind.UnitProperty, "a.service", "MemoryMax")));
        Assert.NotNull(policy.RuleOf(Specs.MemoryMax));
        Assert.Null(policy.RuleOf(new Knob(KnobKind.TunedProfile)));
    }

    [Fact]
    public void Own_list_alone_counts_where_the_standard_one_is_switched_off()
    {
        var policy = Read("""{ "standard": false, "transparentHugepages": ["never"], "powerProfiles": ["balanced"], "tunedProfiles": ["edge"], "energyPreferences": ["power"] }""").Value!.Tuning;

        Assert.Null(policy.RuleOf(Specs.Swappiness));
        Assert.Null(policy.RuleOf(Specs.Governor0));
        Assert.Null(policy.RuleOf(Specs.MemoryMax));
        Assert.Equal(["never"], policy.RuleOf(Specs.Hugepages)!.OneOf);
        Assert.Equal(["balanced"], policy.RuleOf(Specs.Power)!.OneOf);
        Assert.Equal(["edge"], policy.RuleOf(new Knob(KnobKind.TunedProfile))!.OneOf);
        Assert.Equal(["power"], policy.RuleOf(Specs.Energy0)!.OneOf);
        Assert.Null(policy.RuleOf(new Knob(KnobKind.Unknown)));
    }

    [Theory]
    [InlineData("""{ "sysctl": { "kernel.core_pattern": { "oneOf": ["core"] } } }""", "no policy can allow 'kernel.core_pattern': it names a program that the kernel runs as root")]
    [InlineData("""{ "sysctl": { "kernel/usermodehelper/bset": { "min": 0, "max": 1 } } }""", "no policy can allow 'kernel/usermodehelper/bset': it names a program that the kernel runs as root")]
    [InlineData("""{ "sysctl": { "vm.swappiness": { "min": 0 } } }""", "the rule gives neither min and max nor oneOf alone")]
    [InlineData("""{ "sysctl": { "vm.swappiness": { } } }""", "the rule gives neither min and max nor oneOf alone")]
    [InlineData("""{ "sysctl": { "vm.swappiness": { "min": 0, "max": 1, "oneOf": ["a"] } } }""", "the rule gives neither min and max nor oneOf alone")]
    [InlineData("""{ "sysctl": { "vm.swappiness": { "min": 2, "max": 1 } } }""", "min 2 is above max 1")]
    [InlineData("""{ "sysctl": { "vm.swappiness": { "min": 0, "max": 1, "step": 0 } } }""", null)]
    [InlineData("""{ "units": { "a.service": { "ExecStart": { "min": 0, "max": 1 } } } }""", null)]
    [InlineData("""{ "units": { "a.service": { "AllowedCPUs": { "within": "a" } } } }""", null)]
    [InlineData("""{ "cpuGovernors": [] }""", null)]
    public void Policy_that_is_wrong_is_refused_with_the_place(string tuning, string? what)
    {
        var problem = Assert.Single(Read(tuning).Problems);

        Assert.Equal(what ?? problem.What, problem.What);
        Assert.True(problem.At.Line > 0 && problem.Cure.Length > 5);
    }

    [Fact]
    public void Whole_policy_is_read()
    {
        var policy = ManifestKinds.Policy.Bind(JsonTree.Parse(Samples.Policy));

        Assert.Empty(policy.Problems);
        Assert.Equal(4, policy.Value!.Tuning.RuleOf(Knob.Sysctl("net.ipv4.neigh.eth0.retrans_time_ms"))!.Step);
        Assert.Equal(new ValueRule { Least = 1 << 20, Greatest = 1L << 30 }, policy.Value.Tuning.Units["a.service"]["MemoryMax"]);
        Assert.Equal("0-3,5", policy.Value.Tuning.Units["a.service"]["AllowedCPUs"].Within);
    }

    [Fact]
    public void What_containers_may_ask_for_is_read_and_nothing_where_it_is_left_out()
    {
        var containers = ManifestKinds.Policy.Bind(JsonTree.Parse(Samples.Policy)).Value!.Containers;

        Assert.Equal(
            ["Container.Annotation", "/etc/localtime", "/srv/data/", "shared", "/dev/video0", "NET_ADMIN", "host", "token", "--cpus=2"],
            [.. containers.Keys, .. containers.ReadPaths, .. containers.WritePaths, .. containers.Volumes, .. containers.Devices, .. containers.Capabilities, .. containers.Networks, .. containers.Secrets, .. containers.PodmanArgs]);
        Assert.Equal([8080], containers.Ports);
        Assert.Equal(OwnerPolicy.Standard, ManifestKinds.Policy.Bind(JsonTree.Parse("""{ "apiVersion": "gitedge.io/v1", "kind": "Policy", "spec": {} }""")).Value);
    }

    [Fact]
    public void Standard_policy_names_nothing_that_is_forbidden() =>
        Assert.All(StandardPolicy.Policy.Sysctl.Keys, key => Assert.Null(ForbiddenKeys.WhyNot(key)));

    [Theory]
    [InlineData("kernel.modprobe")]
    [InlineData("fs.binfmt_misc.register")]
    [InlineData("vm.drop_caches")]
    [InlineData("kernel.modules_disabled")]
    [InlineData("kernel.yama.ptrace_scope")]
    [InlineData("user.max_user_namespaces")]
    public void Forbidden_key_is_refused_whatever_the_policy_says(string key)
    {
        var policy = new TuningPolicy { Sysctl = new Dictionary<string, ValueRule> { [key] = new() { Least = 0, Greatest = 1 } } };

        Assert.NotNull(ForbiddenKeys.WhyNot(key));
        Assert.Null(policy.RuleOf(Knob.Sysctl(key)));
    }

    [Theory]
    [InlineData("0 to 1", 0L, 1L, null, null)]
    [InlineData("one of a, b", null, null, "a b", null)]
    [InlineData("processors of 0-3", null, null, null, "0-3")]
    [InlineData("nothing", null, null, null, null)]
    public void Rule_says_what_it_allows(string text, long? least, long? greatest, string? words, string? within) =>
        Assert.Equal(text, new ValueRule { Least = least, Greatest = greatest, OneOf = words?.Split(' ') ?? [], Within = within }.ToString());

    private static Validated<OwnerPolicy> Read(string tuning) =>
        ManifestKinds.Policy.Bind(JsonTree.Parse($$"""{ "apiVersion": "gitedge.io/v1", "kind": "Policy", "spec": { "tuning": {{tuning}} } }"""));
}
