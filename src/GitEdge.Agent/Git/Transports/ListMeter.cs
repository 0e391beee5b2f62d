using System.Globalization;

namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Counts the lines of a list of references while it arrives (pkt-line, gitprotocol-common(5)), so that nothing has to
/// hold a list that is too long.
/// </summary>
internal sealed class ListMeter
{
    private const int HeaderLength = 4;

    private int _digits;
    private int _length;
    private int _rest;
    private bool _lost;

    /// <summary>Lines that began so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Takes the next bytes; what is no pkt-line is left to whoever reads it in earnest.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_lost)
        {
            if (_rest > 0)
            {
                var skipped = Math.Min(_rest, bytes.Length);
                _rest -= skipped;
                bytes = bytes[skipped..];
                continue;
            }
            _lost = !byte.TryParse(bytes[..1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit);
            _length = (_length << 4) | digit;
            bytes = bytes[1..];
            if (++_digits == HeaderLength)
                Begin();
        }
    }

    private void Begin()
    {
        // 0000 to 0004 end a section, or are empty.
        _rest = Math.Max(0, _length - HeaderLength);
        Lines += _rest > 0 ? 1 : 0;
        (_digits, _length) = (0, 0);
    }
}
