using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tuning;

/// <summary>What is remembered of the tuning, in two checksummed generations, <c>tuning.0</c> and <c>tuning.1</c>.</summary>
/// <param name="folder">A folder that root alone writes; made when it is missing.</param>
internal sealed class TuningJournal(string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CheckedFile _file = new(Path.Combine(folder, "tuning"), Private);

    /// <summary>The newest whole record, an empty one when there is none; <paramref name="fault"/> when one is lost.</summary>
    public TuningRecord Read(out Fault? fault)
    {
        var found = _file.Read();
        var record = found.Payload is { } payload ? TuningJson.Read(payload.Span) : null;
        var isLost = record is null && found.Status != CheckedStatus.Missing;
        fault = isLost ? TuningFaults.Lost(found.Faults.DefaultIfEmpty($"'{folder}' has one of another version.")) : null;
        return record ?? new TuningRecord();
    }

    /// <summary>Keeps a record, synced, before it returns.</summary>
    /// <exception cref="IOException">The disk refuses; the old record stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written; the old record stays.</exception>
    public void Write(TuningRecord record)
    {
        Directory.CreateDirectory(folder);
        _file.Write(TuningJson.Write(record));
    }
}
