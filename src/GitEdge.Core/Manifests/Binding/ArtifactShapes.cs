using System.Net;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Where artifacts may come from, field by field.</summary>
internal static class ArtifactShapes
{
    private static readonly TextShape<string> Host = Forms.Text(
        "a host such as models.example.org, \"*.example.org\" or an address, in lower case",
        @"(?:\*\.)?[a-z0-9](?:[a-z0-9._-]{0,250}[a-z0-9])?|[0-9a-f:.]{2,45}");

    private static readonly TextShape<IPNetwork> Network = new(
        "a network such as 127.0.0.0/8 or \"::1/128\", its first address and the length of its prefix",
        "[0-9A-Fa-f.:]{2,45}/[0-9]{1,3}",
        IPNetwork.TryParse);

    public static readonly MappingShape<ArtifactRules> Rules = new(fields => new ArtifactRules
    {
        Hosts = fields.Optional("hosts", new ListShape<string>(Host, 1, 64, host => host), "The only hosts, exact or as *.example.org; any if left out."),
        AllowAddresses = fields.Optional("allowAddresses", new ListShape<IPNetwork>(Network, 1, 64, network => network.ToString()),
            "Networks allowed beside public and private ones: loopback, link-local, metadata, multicast, reserved.", []),
    });
}
