using System.Text;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Containers;

/// <summary>
/// The images that were pulled for releases, oldest first: others are their owner's, and never removed. An image is in the list
/// before it is pulled. A list that is lost leaves images behind, and nothing else.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class ImageList(string path)
{
    private const int Longest = 1 << 20;

    /// <summary>The images.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public IReadOnlyList<string> Read() => new FileInfo(path) is { Exists: true, Length: <= Longest } ? [.. File.ReadLines(path).Where(line => line.Length > 0)] : [];

    /// <summary>Adds one, as the newest.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Add(string image) => Write([.. Read().Where(one => one != image), image]);

    /// <summary>Forgets one that was removed.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Remove(string image) => Write([.. Read().Where(one => one != image)]);

    private void Write(IReadOnlyList<string> images) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(images.Select(image => image + "\n"))), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
