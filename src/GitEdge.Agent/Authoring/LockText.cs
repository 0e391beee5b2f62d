using System.Text;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Authoring;

/// <summary>GITEDGE.lock as it is written: lines of sha256sum, sorted by the bytes of their paths.</summary>
internal static class LockText
{
    public static string Format(IEnumerable<LockedFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            text.Append(file.Digest.Hex).Append("  ").Append(file.Path).Append('\n');
        return text.ToString();
    }
}
