using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent.Logging;

/// <summary>Hands out <see cref="JournalLogger"/>s on one socket.</summary>
/// <param name="journal">The journal; disposed with the provider.</param>
internal sealed class JournalLoggerProvider(JournalSocket journal) : ILoggerProvider
{
    /// <summary>True when standard error of this process goes to the journal (JOURNAL_STREAM of systemd.exec(5)).</summary>
    public static bool IsServiceOfSystemd => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new JournalLogger(journal, Console.Error);

    /// <inheritdoc/>
    public void Dispose() => journal.Dispose();
}
