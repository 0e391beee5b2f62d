using System.Net;
using System.Net.Sockets;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Addresses that are this device, its link, a cloud's metadata service or nobody (IANA's special-purpose registries,
/// RFC 6890). Private ones (RFC 1918, fc00::/7) are not among them: fleets keep their servers there.
/// </summary>
internal static class ReservedAddresses
{
    // The first that fits names it.
    private static readonly (IPNetwork Network, string What)[] s_table =
    [
        (IPNetwork.Parse("169.254.169.254/32"), "of a metadata service"),
        (IPNetwork.Parse("100.100.100.200/32"), "of a metadata service"),
        (IPNetwork.Parse("168.63.129.16/32"), "of a metadata service"),
        (IPNetwork.Parse("fd00:ec2::254/128"), "of a metadata service"),
        (IPNetwork.Parse("fd20:ce::254/128"), "of a metadata service"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/96"), "reserved"),
        (IPNetwork.Parse("fec0::/10"), "reserved"),
    ];

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_6to4 = IPNetwork.Parse("2002::/16");

    /// <summary>What is special about an unwrapped address; null when nothing is.</summary>
    public static string? Describe(IPAddress address) => Array.Find(s_table, row => row.Network.Contains(address)).What;

    /// <summary>The IPv4 address that an IPv6 address stands for (mapped, RFC 4291; NAT64, RFC 6052; 6to4, RFC 3056), or itself.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (s_nat64.Contains(address))
            return new IPAddress(bytes.AsSpan(12, 4));
        return s_6to4.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }
}
