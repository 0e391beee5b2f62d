using GitEdge.Linux;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.State;

/// <summary>
/// One persisted value, in two checksummed generations. A small reserve beside it is given up when the disk is full, so
/// that what has to be remembered for going back can still be written.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="path">Path without the generation's suffix.</param>
/// <param name="write">Value → bytes.</param>
/// <param name="read">Bytes → value; null when they are not one.</param>
internal sealed class StateFile<T>(string path, Func<T, byte[]> write, Func<ReadOnlyMemory<byte>, T?> read)
    where T : class
{
    private const int ReserveBytes = 64 << 10;

    private readonly CheckedFile _file = new(path);
    private readonly string _reserve = path + ".reserve";

    /// <summary>The newest whole value and what was wrong.</summary>
    public StateRead<T> Read()
    {
        var found = _file.Read();
        var value = found.Payload is { } payload ? read(payload) : null;
        var unreadable = found.Payload is not null && value is null;
        // The reserve is made after the first write: a file that is gone while it is there was taken away.
        var gone = found.Status == CheckedStatus.Missing && File.Exists(_reserve);
        var damage = unreadable ? $"'{path}' holds something this version cannot read."
            : gone ? $"'{path}.0' and '{path}.1' are gone." : string.Join(' ', found.Faults);
        var lost = unreadable || gone || found.Status == CheckedStatus.Torn;
        return new StateRead<T>(value, damage.Length == 0 ? null : damage, lost);
    }

    /// <summary>Writes the value durably before it returns; nothing is written when it is already there and both copies are in order.</summary>
    /// <exception cref="IOException">The disk refuses; the old value stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written; the old value stays.</exception>
    public void Write(T value)
    {
        var bytes = write(value);
        try
        {
            // A second time when the other copy is damaged: until then nothing stands behind this one.
            if (_file.Write(bytes))
                _file.Write(bytes);
            KeepReserve();
        }
        catch (IOException e) when (LinuxErrors.IsFull(e) && File.Exists(_reserve))
        {
            AtomicFile.Remove(_reserve);
            _file.Write(bytes);
        }
    }

    private void KeepReserve()
    {
        if (File.Exists(_reserve))
            return;
        try
        {
            AtomicFile.WriteNew(_reserve, new byte[ReserveBytes]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The value is safe, and that is what was asked for; the reserve comes back when there is room again.
            File.Delete(_reserve);
        }
    }
}
