using GitEdge.Core.Containers;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>What an owner allows containers, field by field.</summary>
internal static class ContainerPolicyShapes
{
    private const int Longest = 256;

    private static readonly ListShape<string> Names = Texts("a name of letters, digits and . _ -", "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private static readonly ListShape<string> Paths = Texts("a whole path such as /srv/data, or /srv/data/ for all below it", @"/(?:[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*/?)*");

    public static readonly MappingShape<ContainerPolicy> Shape = new(fields => new ContainerPolicy
    {
        Keys = Optional(fields, "keys", Texts("a key such as Container.Annotation", "(?:Container|Service|Unit|Install)\\.[A-Za-z0-9]{1,64}"), "Keys of Quadlet files allowed with any value."),
        ReadPaths = Optional(fields, "readPaths", Paths, "Paths of the device that containers may read; with a slash at the end, all below it."),
        WritePaths = Optional(fields, "writePaths", Paths, "Paths of the device that containers may write, too."),
        Volumes = Optional(fields, "volumes", Names, "Named volumes beside a container's own."),
        Devices = Optional(fields, "devices", Texts("a device such as /dev/video0 or nvidia.com/gpu=all", "[A-Za-z0-9/][A-Za-z0-9_./=-]{0,127}"), "Devices that containers may use."),
        Capabilities = Optional(fields, "capabilities", Texts("a capability such as NET_ADMIN", "[A-Z][A-Z_]{1,40}"), "Capabilities beyond the usual ones."),
        Networks = Optional(fields, "networks", Texts("host, or the name of a network", "host|[A-Za-z0-9][A-Za-z0-9_.-]{0,127}"), "Networks beyond none, private and bridge."),
        Ports = fields.Optional("ports", new ListShape<long>(new IntegerShape(1, 65_535), 0, Longest), "Ports that may be published to others than this device.", []),
        Secrets = Optional(fields, "secrets", Names, "Podman secrets that containers may have."),
        PodmanArgs = Optional(fields, "podmanArgs", Texts("one word such as --privileged", "[A-Za-z0-9_./=:,@+-]{1,256}"), "Words of PodmanArgs= and GlobalArgs=, each as it is written."),
    });

    private static IReadOnlyList<string> Optional(Fields fields, string name, ListShape<string> shape, string description) =>
        fields.Optional(name, shape, description, []);

    private static ListShape<string> Texts(string expected, string pattern) => new(Forms.Text(expected, pattern), 0, Longest, text => text);
}
