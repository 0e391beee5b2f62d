namespace GitEdge.Packaging.Tests.Packages;

/// <summary>The .rpms from the first installation to the last, by the real rpm, with its own database.</summary>
[Trait("Category", "Slow")]
[Collection(PackagesCollection.Name)]
public sealed class RpmLifeTests(BuiltPackages packages)
{
    private const string Enabled = "/etc/systemd/system/multi-user.target.wants/gitedge-agent.service";

    [Fact]
    public void Package_is_installed_upgraded_and_removed_with_its_scripts()
    {
        using var root = new DebianRoot();
        Rpm(root, "--install", [.. BuiltPackages.Names.Select(BuiltPackages.Rpm)]);

        Assert.Equal(BuiltPackages.Version, root.Run("gitedge", "--version").Split('+')[0].Trim());
        Assert.Equal("gitedge:gitedge 750", root.AccessTo("/var/lib/gitedge"));
        Assert.True(root.Has(Enabled));
        Assert.Equal("", root.Run("rpm", "--verify", "--nodeps", "gitedge", "gitedge-inference"));

        root.Run("systemctl", "disable", "gitedge-agent.service");
        Rpm(root, "--upgrade", [.. BuiltPackages.Names.Select(packages.LaterRpm)]);
        Assert.False(root.Has(Enabled));
        Assert.Equal(packages.Later, root.Run("rpm", "--query", "--queryformat", "%{VERSION}", "gitedge"));
        Rpm(root, "--upgrade", ["--oldpackage", .. BuiltPackages.Names.Select(BuiltPackages.Rpm)]);

        root.Run("rpm", "--erase", "gitedge", "gitedge-inference");
        Assert.False(root.Has("/usr/lib/gitedge"));
        Assert.False(root.Has("/usr/share/doc/gitedge"));
        Assert.True(root.Has("/var/lib/gitedge"));
    }

    [Fact]
    public void Requirements_are_names_that_rpm_distributions_have()
    {
        var required = Tool.Run("rpm", ["--query", "--package", "--requires", BuiltPackages.Rpm("gitedge")]).Split('\n');

        Assert.Contains("libsodium.so.23()(64bit)", required);
        Assert.Contains("systemd", required);
    }

    private static void Rpm(DebianRoot root, string action, string[] packages) => root.Run(
        // The machine is a Debian: what the packages need is there, but rpm does not know of it.
        "rpm", [action, "--nodeps", .. packages.Select(one => one.StartsWith('-') ? one : root.Take(one))]);
}
