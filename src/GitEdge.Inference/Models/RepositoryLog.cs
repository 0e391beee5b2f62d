using Microsoft.Extensions.Logging;

namespace GitEdge.Inference.Models;

internal static partial class RepositoryLog
{
    [LoggerMessage(1, LogLevel.Information, "Model {Model} version {Version} loaded in {Milliseconds:F0} ms, {Digest}")]
    public static partial void Loaded(this ILogger logger, string model, string version, string digest, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "Model {Model} version {Version} is unavailable: {Reason}")]
    public static partial void NotLoaded(this ILogger logger, string model, long version, string reason);

    [LoggerMessage(3, LogLevel.Information, "Model {Model} version {Version} is the default now, {Digest}")]
    public static partial void Promoted(this ILogger logger, string model, string version, string digest);

    [LoggerMessage(4, LogLevel.Information, "Model {Model} version {Version} unloaded")]
    public static partial void Unloaded(this ILogger logger, string model, string version);

    [LoggerMessage(5, LogLevel.Error, "The active slot can not be listed, nothing of it is served: {Reason}")]
    public static partial void SlotUnreadable(this ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Error, "What the slot holds is served without being compared with its record: {Reason}")]
    public static partial void RecordUnreadable(this ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "There is no {Link}: nothing is active yet, and nothing is served until the agent loads it")]
    public static partial void NothingActive(this ILogger logger, string link);
}
