namespace GitEdge.Agent.Cli.Doctor;

/// <summary>A mounted file system.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Id">Its id in this table: a rename or a hard link never crosses from one mount to another.</param>
/// <param name="ReadOnly">True when nothing can be written.</param>
/// <param name="Type">For example <c>ext4</c>.</param>
internal sealed record MountPoint(string Path, string Id, bool ReadOnly, string Type);
