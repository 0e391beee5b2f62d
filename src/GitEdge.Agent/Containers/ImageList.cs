using System.Text;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Containers;

/// <summary>
/// The images that were pulled for releases, oldest first: others are their owner's, and never removed. An image is in the list
/// before it is pulled, marked until all of it is on the disk. A list that is lost leaves images behind, and nothing else.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class ImageList(string path)
{
    private const int Longest = 1 << 20;
    private const string Begun = "~";

    /// <summary>The images.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public IReadOnlyList<string> Read() => [.. Lines().Select(ImageOf)];

    /// <summary>Adds one that is about to be pulled, as the newest.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Begin(string image) => Write([.. Others(image), Begun + image]);

    /// <summary>All of one is on the disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void End(string image) => Write([.. Others(image), image]);

    /// <summary>Whether the pull of one has begun and not come to its end.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool IsCutOff(string image) => Lines().Contains(Begun + image);

    /// <summary>Forgets one that was removed.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Remove(string image) => Write([.. Others(image)]);

    private static string ImageOf(string line) => line.StartsWith(Begun, StringComparison.Ordinal) ? line[Begun.Length..] : line;

    private IEnumerable<string> Lines() => new FileInfo(path) is { Exists: true, Length: <= Longest } ? File.ReadLines(path).Where(line => line.Length > 0) : [];

    private IEnumerable<string> Others(string image) => Lines().Where(line => ImageOf(line) != image);

    private void Write(IReadOnlyList<string> images) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(images.Select(image => image + "\n"))), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
