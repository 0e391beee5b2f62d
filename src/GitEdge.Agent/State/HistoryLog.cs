using System.Text.Json;
using GitEdge.Core.Status;

namespace GitEdge.Agent.State;

/// <summary>
/// What happened on this device, one JSON line a step, oldest first: <c>history.jsonl</c> and, before it,
/// <c>history.1.jsonl</c>. A log, not a state: nothing is decided by it, and a line that cannot be written is lost.
/// </summary>
/// <param name="root">The device's root folder.</param>
internal sealed class HistoryLog(string root)
{
    private const long LargestBytes = 1 << 20;

    /// <summary>The names in the root folder, oldest first.</summary>
    public static readonly IReadOnlyList<string> FileNames = ["history.1.jsonl", "history.jsonl"];

    private readonly string _path = Path.Combine(root, FileNames[1]);
    private readonly string _older = Path.Combine(root, FileNames[0]);

    /// <summary>Adds one line and syncs it. A line torn by a power cut before is ended first, so that it hides no other.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Append(HistoryEntry entry)
    {
        if (File.Exists(_path) && new FileInfo(_path).Length > LargestBytes)
        {
            File.Delete(_older);
            File.Move(_path, _older);
        }
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var torn = file.Length > 0 && LastByte(file) != '\n';
        file.Seek(0, SeekOrigin.End);
        if (torn)
            file.WriteByte((byte)'\n');
        file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, StatusJson.Default.HistoryEntry));
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }
}
