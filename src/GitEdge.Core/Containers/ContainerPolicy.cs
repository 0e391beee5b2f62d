namespace GitEdge.Core.Containers;

/// <summary>
/// What containers may ask for on a device beyond the built-in list (docs/containers.md): the word of its owner. Without one, nothing.
/// </summary>
public sealed record ContainerPolicy
{
    /// <summary>Nothing beyond the built-in list.</summary>
    public static ContainerPolicy Standard { get; } = new();

    /// <summary>Keys allowed with any value: <c>Container.Annotation</c>, <c>Service.ExecStartPre</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Paths of the device that may be read; one that ends in a slash stands for all below it.</summary>
    public IReadOnlyList<string> ReadPaths { get; init; } = [];

    /// <summary>Paths of the device that may be written and read, in the same form.</summary>
    public IReadOnlyList<string> WritePaths { get; init; } = [];

    /// <summary>Named volumes other than a container's own.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Devices: <c>/dev/video0</c>, <c>nvidia.com/gpu=all</c>.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Capabilities beyond those that every container has.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Networks: <c>host</c>, or one that the owner has made.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Ports that may be published to others than this device.</summary>
    public IReadOnlyList<long> Ports { get; init; } = [];

    /// <summary>Podman secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Words of PodmanArgs= and GlobalArgs=, each as it is written.</summary>
    public IReadOnlyList<string> PodmanArgs { get; init; } = [];

    /// <summary>Whether a path may be read, or written.</summary>
    public bool AllowsPath(string path, bool isWritten) =>
        WritePaths.Any(one => Covers(one, path)) || (!isWritten && ReadPaths.Any(one => Covers(one, path)));

    private static bool Covers(string allowed, string path) => allowed.EndsWith('/')
        ? path.Length > allowed.Length && path.StartsWith(allowed, StringComparison.Ordinal)
        : string.Equals(allowed, path, StringComparison.Ordinal);
}
