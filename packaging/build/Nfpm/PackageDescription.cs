namespace GitEdge.Packaging.Nfpm;

/// <summary>One package, as its nfpm file describes it. Paths in it are relative to the working copy's top folder.</summary>
internal sealed record PackageDescription
{
    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>The architecture in Go's words: <c>amd64</c>, <c>arm64</c> or <c>all</c>.</summary>
    public required string Arch { get; init; }

    /// <summary>The version, without a <c>v</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Who answers for it: a name and an address.</summary>
    public required string Maintainer { get; init; }

    /// <summary>One line, and after it the long description; may be several paragraphs.</summary>
    public required string Description { get; init; }

    /// <summary>Debian's section.</summary>
    public required string Section { get; init; }

    /// <summary>Debian's priority.</summary>
    public required string Priority { get; init; }

    /// <summary>An SPDX expression.</summary>
    public required string License { get; init; }

    /// <summary>Where people find the project; empty for none.</summary>
    public required string Homepage { get; init; }

    /// <summary>Path of the changelog in chglog's form; empty for none.</summary>
    public required string Changelog { get; init; }

    /// <summary>Compression of the deb.</summary>
    public required Compression DebCompression { get; init; }

    /// <summary>Compression of the rpm.</summary>
    public required Compression RpmCompression { get; init; }

    /// <summary>What lies in it.</summary>
    public required IReadOnlyList<ContentItem> Contents { get; init; }

    /// <summary>What differs, by format: <c>deb</c> and <c>rpm</c>, whole.</summary>
    public required IReadOnlyDictionary<string, Overridable> Formats { get; init; }
}
