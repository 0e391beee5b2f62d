using System.Text;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Containers;

public sealed class ContainerCheckTests
{
    private const string Image = "registry.example.org/a@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

    private static readonly ContainerPolicy Generous = new()
    {
        Keys = ["Container.Annotation", "Service.ExecStartPre"],
        ReadPaths = ["/etc/localtime", "/srv/maps/"],
        WritePaths = ["/srv/data/"],
        Volumes = ["shared"],
        Devices = ["/dev/video0", "nvidia.com/gpu=all"],
        Capabilities = ["NET_ADMIN"],
        Networks = ["host", "cameras"],
        Ports = [8080],
        Secrets = ["token"],
        PodmanArgs = ["--cpus=2"],
    };

    [Fact]
    public void Container_that_keeps_to_itself_is_allowed_everywhere() => Assert.Empty(Find($"""
        [Unit]
        Description=Counts what the detector sees
        After=network-online.target gitedge-inference.service
        Requires=other.service
        [Container]
        Image={Image}
        Exec=serve --port 8080 "a b" $$HOME 100%%
        Environment=A=b "C=d e"
        HealthCmd=curl --fail http://127.0.0.1:8080/healthz
        HealthInterval=5s
        HealthOnFailure=kill
        Notify=healthy
        PublishPort=127.0.0.1:8080:80/tcp
        PublishPort=[::1]:8081:81
        Volume=gitedge-web-data:/data:noexec
        Volume=/scratch
        Tmpfs=/tmp:size=64m,mode=1777
        ReadOnly=true
        User=1000:1000
        DropCapability=all
        AddCapability=NET_BIND_SERVICE CAP_CHOWN
        Network=none
        Label=org.example.team=vision
        Ulimit=nofile=1024:2048
        Sysctl=net.core.somaxconn=1024
        [Service]
        Restart=always
        RestartSec=2s
        TimeoutStartSec=2min
        MemoryMax=256M
        CPUWeight=50
        [Install]
        WantedBy=multi-user.target
        """));

    [Theory]
    [InlineData("Container", "PodmanArgs=--privileged")]
    [InlineData("Container", "PodmanArgs=\"--cpus=2\"")]
    [InlineData("Container", "GlobalArgs=--root=/x")]
    [InlineData("Container", "AddCapability=SYS_ADMIN")]
    [InlineData("Container", "AddCapability=CHOWN all")]
    [InlineData("Container", "AddCapability=\\x53YS_ADMIN")]
    [InlineData("Container", "AddDevice=/dev/mem")]
    [InlineData("Container", "AddDevice=-/dev/video0:/dev/video0:rwm")]
    [InlineData("Container", "Network=host")]
    [InlineData("Container", "Network=container:other")]
    [InlineData("Container", "Network=ns:/proc/1/ns/net")]
    [InlineData("Container", "Volume=/:/host")]
    [InlineData("Container", "Volume=/srv/data/x:/x")]
    [InlineData("Container", "Volume=%h:/x")]
    [InlineData("Container", "Volume=./x:/x")]
    [InlineData("Container", "Volume=gitedge-other-data:/x")]
    [InlineData("Container", "Volume=gitedge-website:/x")]
    [InlineData("Container", "Volume=web:/x")]
    [InlineData("Container", "Volume=web-data:/x")]
    [InlineData("Container", "Volume=web.volume:/x")]
    [InlineData("Container", "Volume=gitedge-web-data:/x:U")]
    [InlineData("Container", "Volume=gitedge-web-data:/x:O,upperdir=/etc")]
    [InlineData("Container", "Mount=type=bind,source=/,target=/x")]
    [InlineData("Container", "EnvironmentFile=/etc/shadow")]
    [InlineData("Container", "SeccompProfile=unconfined")]
    [InlineData("Container", "SecurityLabelDisable=true")]
    [InlineData("Container", "Secret=token,type=env")]
    [InlineData("Container", "Unmask=ALL")]
    [InlineData("Container", "UserNS=host")]
    [InlineData("Container", "UIDMap=0:0:1")]
    [InlineData("Container", "GroupAdd=keep-groups")]
    [InlineData("Container", "PublishPort=8080:80")]
    [InlineData("Container", "PublishPort=0.0.0.0:8080:80")]
    [InlineData("Container", "PublishPort=80")]
    [InlineData("Container", "LogDriver=k8s-file")]
    [InlineData("Container", "LogOpt=path=/etc/cron.d/x")]
    [InlineData("Container", "HealthLogDestination=/etc/cron.d")]
    [InlineData("Container", "Timezone=../../etc/shadow")]
    [InlineData("Container", "ContainerName=somebody-elses")]
    [InlineData("Container", "ServiceName=sshd")]
    [InlineData("Container", "Rootfs=/")]
    [InlineData("Container", "Pod=x.pod")]
    [InlineData("Container", "Annotation=run.oci.handler=krun")]
    [InlineData("Container", "Label=io.containers.autoupdate=registry")]
    [InlineData("Container", "Label=\"io.gitedge.container=other\"")]
    [InlineData("Container", "Label=io\\x2egitedge.container=other")]
    [InlineData("Container", "Label=io.gitedge\".container%i\"=sshd")]
    [InlineData("Container", "Label=team=\"a b\"")]
    [InlineData("Container", "Label=team=$X")]
    [InlineData("Container", "HealthCmd=$X")]
    [InlineData("Container", "HealthStartupCmd=\"${X}\"")]
    [InlineData("Container", "Exec=serve $$$HOME")]
    [InlineData("Container", "Exec=serve ; rm")]
    [InlineData("Container", "Entrypoint=$X")]
    [InlineData("Container", "Environment=A=%h")]
    [InlineData("Container", "WorkingDir=$X")]
    [InlineData("Container", "StopSignal=$X")]
    [InlineData("Container", "ContainerName=web")]
    [InlineData("Container", "Sysctl=kernel.core_pattern=x")]
    [InlineData("Container", "PidsLimit=-1")]
    [InlineData("Container", "Pull=always")]
    [InlineData("Service", "ExecStartPre=/bin/sh -c id")]
    [InlineData("Service", "ExecStart=/bin/sh")]
    [InlineData("Service", "User=root")]
    [InlineData("Service", "Type=oneshot")]
    [InlineData("Service", "Environment=LD_PRELOAD=/x")]
    [InlineData("Service", "TimeoutStartSec=infinity")]
    [InlineData("Service", "TimeoutStartSec=6min")]
    [InlineData("Service", "OOMScoreAdjust=-1000")]
    [InlineData("Service", "FailureAction=reboot")]
    [InlineData("Unit", "OnFailure=reboot.target")]
    [InlineData("Unit", "Requires=poweroff.target")]
    [InlineData("Unit", "Conflicts=gitedge-agent.service")]
    [InlineData("Unit", "Before=sysinit.target")]
    [InlineData("Unit", "FailureAction=reboot-force")]
    [InlineData("Install", "Alias=sshd.service")]
    [InlineData("Install", "WantedBy=sysinit.target")]
    [InlineData("Install", "RequiredBy=multi-user.target")]
    [InlineData("Quadlet", "DefaultDependencies=true")]
    [InlineData("Socket", "ListenStream=80")]
    public void What_reaches_beyond_the_container_is_refused_by_name_with_line_and_cure(string section, string setting)
    {
        var problem = Assert.Single(Find($"[Container]\nImage={Image}\n[{section}]\n{setting}\n"));

        Assert.Equal((new SourceLocation("containers/web.container", 4, 1), ManifestRule.Policy), (problem.At, problem.Rule));
        Assert.Contains(section is "Quadlet" or "Socket" ? $"[{section}]" : setting.Split('=')[0], problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Cure);
    }

    [Theory]
    [InlineData("Container", "PodmanArgs=--cpus=2")]
    [InlineData("Container", "Annotation=a=b")]
    [InlineData("Service", "ExecStartPre=/bin/true")]
    [InlineData("Container", "AddCapability=CAP_NET_ADMIN net_admin")]
    [InlineData("Container", "AddDevice=-/dev/video0:/dev/video0:rwm nvidia.com/gpu=all")]
    [InlineData("Container", "Network=host")]
    [InlineData("Container", "Network=cameras")]
    [InlineData("Container", "PublishPort=8080:80")]
    [InlineData("Container", "PublishPort=0.0.0.0:8080:80")]
    [InlineData("Container", "Secret=token,type=env,target=TOKEN")]
    [InlineData("Container", "Volume=/srv/data/x:/x")]
    [InlineData("Container", "Volume=/srv/data/x:/x:ro")]
    [InlineData("Container", "Volume=/srv/maps/x:/x:ro,Z")]
    [InlineData("Container", "Volume=shared:/x")]
    [InlineData("Container", "EnvironmentFile=/etc/localtime")]
    public void Owner_allows_more_and_only_that(string section, string setting)
    {
        var file = $"[Container]\nImage={Image}\n[{section}]\n{setting}\n";

        Assert.Empty(Find(file, Generous));
        Assert.Single(Find(file));
    }

    [Theory]
    [InlineData("Volume=/srv/maps/x:/x")]
    [InlineData("Volume=/srv/data:/x")]
    [InlineData("Volume=/srv/data/../../etc:/x")]
    [InlineData("Volume=/srv/data//x:/x")]
    [InlineData("Volume=/etc/localtime2:/x:ro")]
    [InlineData("AddDevice=/dev/video01")]
    [InlineData("PodmanArgs=--cpus=2 --privileged")]
    [InlineData("PublishPort=8081:80")]
    [InlineData("Network=host:x")]
    public void What_looks_like_what_the_owner_allows_is_refused(string setting) =>
        Assert.Single(Find($"[Container]\nImage={Image}\n{setting}\n", Generous));

    [Theory]
    [InlineData("gitedge-agent")]
    [InlineData("systemd-networkd")]
    [InlineData("dbus")]
    public void Name_of_a_unit_of_the_system_is_refused(string name) =>
        Assert.Contains(name, Assert.Single(Find($"[Container]\nImage={Image}\n", name: name)).What, StringComparison.Ordinal);

    [Fact]
    public void Every_key_that_is_not_allowed_is_told_at_once_and_what_was_meant()
    {
        var problems = Find($"[Container]\nImage={Image}\nPodmanArgs=--privileged\nHealthcmd=x\n[Service]\nUser=0\n");

        Assert.Equal([3, 4, 6], problems.Select(problem => problem.At.Line));
        Assert.Contains("containers.podmanArgs", problems[0].Cure, StringComparison.Ordinal);
        Assert.Contains("'HealthCmd'", problems[1].Cure, StringComparison.Ordinal);
        Assert.Contains("containers.keys: [Service.User]", problems[2].Cure, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ManifestProblem> Find(string file, ContainerPolicy? policy = null, string name = "web") => ContainerCheck.FindForbidden(
        new ContainerSpec { Name = name, Image = Image, Quadlet = "containers/web.container" }, [name, "other"], Encoding.UTF8.GetBytes(file), policy ?? ContainerPolicy.Standard);
}
