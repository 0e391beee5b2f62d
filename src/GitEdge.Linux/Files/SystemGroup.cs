using System.Runtime.InteropServices;

namespace GitEdge.Linux.Files;

/// <summary>The groups of this machine (getgrnam(3)).</summary>
public static class SystemGroup
{
    // struct group of grp.h: two pointers, then gr_gid.
    private static readonly int s_idAt = 2 * nint.Size;

    /// <summary>The id of a group; null when there is none of that name.</summary>
    public static uint? Find(string name) =>
        FileCalls.FindGroup(name) is not 0 and var found ? (uint)Marshal.ReadInt32(found, s_idAt) : null;
}
