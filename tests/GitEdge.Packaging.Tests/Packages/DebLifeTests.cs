namespace GitEdge.Packaging.Tests.Packages;

/// <summary>The .debs from the first installation to the purge, by the real dpkg.</summary>
[Trait("Category", "Slow")]
[Collection(PackagesCollection.Name)]
public sealed class DebLifeTests(BuiltPackages packages)
{
    private const string Wanted = "/etc/systemd/system/multi-user.target.wants/";
    private const string Sockets = "/etc/systemd/system/sockets.target.wants/";

    private static readonly string[] s_both = [BuiltPackages.Deb("gitedge"), BuiltPackages.Deb("gitedge-inference")];

    [Fact]
    public void Installed_packages_run_have_their_user_and_start_with_the_device()
    {
        using var root = new DebianRoot();
        root.Install(s_both);

        Assert.Equal(BuiltPackages.Version, root.Run("gitedge", "--version").Split('+')[0].Trim());
        Assert.Equal(BuiltPackages.Version, root.Run("gitedge-inference", "--version").Split('+')[0].Trim());
        Assert.Equal("gitedge:gitedge 750", root.AccessTo("/var/lib/gitedge"));
        Assert.Equal("root:gitedge 750", root.AccessTo("/etc/gitedge"));
        Assert.Contains("gitedge:/var/lib/gitedge", string.Join(':', root.Run("getent", "passwd", "gitedge").Split(':')[4..6]).Replace("GitEdge agent", "gitedge", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(root.Has(Wanted + "gitedge-agent.service"));
        Assert.True(root.Has(Wanted + "gitedge-inference.service"));
        Assert.True(root.Has(Sockets + "gitedge-inference.socket"));
        Assert.Equal("", root.Run("dpkg", "--verify", "gitedge", "gitedge-inference"));
        root.Run("systemd-analyze", "verify", "--man=no", "gitedge-agent.service", "gitedge-helper.service", "gitedge-boot.service", "gitedge-inference.service", "gitedge-inference.socket");
    }

    [Theory]
    [InlineData("gitedge")]
    [InlineData("gitedge-inference")]
    public void Each_package_installs_and_goes_alone(string name)
    {
        using var root = new DebianRoot();
        root.Install(BuiltPackages.Deb(name));
        Assert.Equal("gitedge:gitedge 750", root.AccessTo("/var/lib/gitedge"));

        root.Run("dpkg", "--purge", name);

        Assert.False(root.Has("/usr/lib/gitedge"));
        Assert.False(root.Has($"/usr/share/doc/{name}"));
        Assert.Empty(root.Try("dpkg-query", "--show", name).Output);
    }

    [Fact]
    public void Upgrade_and_downgrade_keep_what_the_device_knows_and_what_its_owner_decided()
    {
        using var root = new DebianRoot();
        root.Install(s_both);
        File.WriteAllText(root["/etc/gitedge/agent.yaml"], "kind: Agent\n");
        File.WriteAllText(root["/var/lib/gitedge/kept"], "state");
        root.Run("systemctl", "disable", "gitedge-agent.service");

        root.Install(packages.LaterDeb("gitedge"), packages.LaterDeb("gitedge-inference"));
        AssertKept(root, packages.Later);
        root.Install(s_both);
        AssertKept(root, BuiltPackages.Version);
    }

    [Fact]
    public void Removed_package_leaves_the_devices_state_and_comes_back_to_it()
    {
        using var root = new DebianRoot();
        root.Install(s_both);
        File.WriteAllText(root["/etc/gitedge/agent.yaml"], "kind: Agent\n");
        File.WriteAllText(root["/var/lib/gitedge/kept"], "state");

        root.Run("dpkg", "--remove", "gitedge", "gitedge-inference");
        Assert.False(root.Has("/usr/bin/gitedge"));
        Assert.False(root.Has("/usr/lib/gitedge"));
        Assert.False(root.Has("/usr/lib/systemd/system/gitedge-agent.service"));
        Assert.True(root.Has("/var/lib/gitedge/kept"));
        Assert.True(root.Has("/etc/gitedge/agent.yaml"));

        root.Install(s_both);
        Assert.True(root.Has(Wanted + "gitedge-agent.service"));
        Assert.True(root.Has(Sockets + "gitedge-inference.socket"));
        Assert.Equal("state", File.ReadAllText(root["/var/lib/gitedge/kept"]));
    }

    [Fact]
    public void Purged_package_leaves_its_user_and_nothing_else()
    {
        using var root = new DebianRoot();
        var before = Files(root);
        root.Install(s_both);
        File.WriteAllText(root["/etc/gitedge/agent.yaml"], "kind: Agent\n");
        File.WriteAllText(root["/var/lib/gitedge/kept"], "state");

        root.Run("dpkg", "--purge", "gitedge", "gitedge-inference");

        Assert.Equal(before, Files(root));
        Assert.Contains("gitedge", root.Run("getent", "passwd", "gitedge"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_can_be_called_as_policy_says_and_again()
    {
        // Debian Policy, 6.5: every way in which dpkg calls them, and all of them a second time, as after a power cut.
        string[] calls =
        [
            "postinst configure", "postinst configure 0.0.1", "postinst abort-upgrade 99", "postinst abort-remove", "postinst abort-deconfigure",
            "prerm upgrade 99", "prerm failed-upgrade 0.0.1", "prerm remove", "prerm deconfigure",
            "postrm upgrade 99", "postrm failed-upgrade 0.0.1", "postrm abort-install", "postrm abort-upgrade 99", "postrm disappear", "postrm remove", "postrm purge",
        ];
        using var root = new DebianRoot();
        root.Install(s_both);
        foreach (var call in calls.SelectMany(call => new[] { call.Split(' '), call.Split(' ') }))
        {
            foreach (var name in BuiltPackages.Names)
                root.Run($"/var/lib/dpkg/info/{name}.{call[0]}", call[1..]);
        }
    }

    private static void AssertKept(DebianRoot root, string version)
    {
        Assert.Equal($"{version}\n{version}\n", root.Run("dpkg-query", "--show", "--showformat=${Version}\\n", "gitedge", "gitedge-inference"));
        Assert.Equal("state", File.ReadAllText(root["/var/lib/gitedge/kept"]));
        Assert.Equal("kind: Agent\n", File.ReadAllText(root["/etc/gitedge/agent.yaml"]));
        Assert.False(root.Has(Wanted + "gitedge-agent.service"));
        Assert.True(root.Has(Wanted + "gitedge-inference.service"));
    }

    // Where packages put things, apart from what dpkg and the user database keep for themselves.
    private static string Files(DebianRoot root) =>
        root.Run("find", "/etc", "/usr", "/var", "/run", "-xdev", "-not", "-path", "/var/lib/dpkg/*", "-not", "-path", "/var/log/*", "-not", "-path", "/var/cache/*",
            "-not", "-path", "/etc/passwd*", "-not", "-path", "/etc/group*", "-not", "-path", "/etc/shadow*", "-not", "-path", "/etc/gshadow*", "-not", "-path", "/etc/.pwd.lock");
}
