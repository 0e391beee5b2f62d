namespace GitEdge.Packaging.Nfpm;

/// <summary>One item of <c>contents</c>.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Source">Path in the working copy, or, for a link, where it leads; empty for <see cref="ContentType.Dir"/>.</param>
/// <param name="Destination">Absolute path on the device.</param>
/// <param name="Mode">Permission bits; null takes them from the source.</param>
/// <param name="Packager">The only format that has it (<c>deb</c> or <c>rpm</c>); null for all.</param>
/// <param name="Line">Its line in the description, from 1.</param>
internal sealed record ContentItem(ContentType Type, string Source, string Destination, UnixFileMode? Mode, string? Packager, int Line);
