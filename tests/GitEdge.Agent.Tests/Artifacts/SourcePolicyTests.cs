using System.Net;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Artifacts;

public sealed class SourcePolicyTests
{
    private static readonly SourcePolicy s_default = new(new ArtifactRules());

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("64:ff9b::7f00:1", "loopback")]
    [InlineData("2002:7f00:1::", "loopback")]
    [InlineData("169.254.0.1", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%3", "link-local")]
    [InlineData("febf:ffff::1", "link-local")]
    [InlineData("169.254.169.254", "of a metadata service")]
    [InlineData("::ffff:169.254.169.254", "of a metadata service")]
    [InlineData("fd00:ec2::254", "of a metadata service")]
    [InlineData("100.100.100.200", "of a metadata service")]
    [InlineData("168.63.129.16", "of a metadata service")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("::ffff:0.0.0.0", "unspecified")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("239.255.255.255", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("192.0.0.192", "reserved")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::127.0.0.1", "reserved")]
    [InlineData("fec0::1", "reserved")]
    public void Address_that_is_no_server_s_is_refused_by_its_kind(string address, string what) =>
        Assert.Equal(what, s_default.Objection(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.3.4")]
    [InlineData("192.168.178.2")]
    [InlineData("100.64.0.1")]
    [InlineData("fd12:3456::1")]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:21f::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("128.0.0.1")]
    [InlineData("223.255.255.255")]
    public void Public_and_private_addresses_are_allowed(string address) => Assert.Null(s_default.Objection(IPAddress.Parse(address)));

    [Fact]
    public void Listed_network_is_allowed_and_nothing_beside_it()
    {
        var policy = new SourcePolicy(new ArtifactRules { AllowAddresses = [IPNetwork.Parse("127.0.0.0/30"), IPNetwork.Parse("fe80::/64")] });

        Assert.Null(policy.Objection(IPAddress.Parse("127.0.0.3")));
        Assert.Null(policy.Objection(IPAddress.Parse("::ffff:127.0.0.1")));
        Assert.Null(policy.Objection(IPAddress.Parse("fe80::2%7")));
        Assert.Equal("loopback", policy.Objection(IPAddress.Parse("127.0.0.4")));
        Assert.Equal("link-local", policy.Objection(IPAddress.Parse("fe80:1::1")));
        Assert.Equal("of a metadata service", policy.Objection(IPAddress.Parse("169.254.169.254")));
    }

    [Theory]
    [InlineData("models.example.org", true)]
    [InlineData("MODELS.example.org.", true)]
    [InlineData("a.cdn.example.net", true)]
    [InlineData("b.a.cdn.example.net", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("[fd00::1]", true)]
    [InlineData("fd00:0::1", true)]
    [InlineData("cdn.example.net", false)]
    [InlineData("evilcdn.example.net", false)]
    [InlineData("example.org", false)]
    [InlineData("x.models.example.org", false)]
    [InlineData("models.example.org.evil.test", false)]
    [InlineData("10.1.2.4", false)]
    [InlineData("", false)]
    public void Listed_hosts_are_the_only_ones(string host, bool isAllowed) =>
        Assert.Equal(isAllowed, new SourcePolicy(new ArtifactRules { Hosts = ["models.example.org", "*.cdn.example.net", "10.1.2.3", "fd00::1"] }).AllowsHost(host));

    [Fact]
    public void Without_a_list_any_host_is_allowed() => Assert.True(s_default.AllowsHost("anything.example"));
}
