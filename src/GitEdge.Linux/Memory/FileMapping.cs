namespace GitEdge.Linux.Memory;

/// <summary>A range of addresses that shows a file.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The first address after it.</param>
/// <param name="Inode">The file's number.</param>
internal readonly record struct FileMapping(nuint Start, nuint End, ulong Inode);
