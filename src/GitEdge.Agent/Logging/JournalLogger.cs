using System.Globalization;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent.Logging;

/// <summary>
/// Writes to systemd's journal with the values of a line as fields: <c>GITEDGE_RELEASE</c>, <c>GITEDGE_GENERATION</c>,
/// <c>GITEDGE_TRANSACTION</c>, … and a MESSAGE_ID for each kind of line.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="fallback">Takes the line when the journal does not.</param>
internal sealed class JournalLogger(JournalSocket journal, TextWriter fallback) : ILogger
{
    /// <summary>MESSAGE_ID of a line: this and the line's id as four hexadecimal digits.</summary>
    public const string MessageIdPrefix = "6f1c2d7a84e94b6c9a35d0e7f2b8";

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var message = exception is null ? formatter(state, null) : $"{formatter(state, null)}: {exception}";
        var fields = new List<KeyValuePair<string, string>>
        {
            new("MESSAGE", message),
            new("PRIORITY", Priority(logLevel)),
            new("SYSLOG_IDENTIFIER", "gitedge"),
            new("MESSAGE_ID", MessageIdPrefix + eventId.Id.ToString("x4", CultureInfo.InvariantCulture)),
        };
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            if (name is not "{OriginalFormat}" && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text)
                fields.Add(new($"GITEDGE_{name.ToUpperInvariant()}", text));
        }
        if (!journal.TrySend(fields))
            fallback.WriteLine(message);
    }

    /// <summary>syslog(3)'s levels.</summary>
    private static string Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => "2",
        LogLevel.Error => "3",
        LogLevel.Warning => "4",
        _ => "6",
    };
}
