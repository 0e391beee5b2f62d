using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>
/// Every line the agent logs. Ids are never renumbered. Whatever may come from outside is escaped here, and only here: a
/// ref's name or a server's words must neither act on a terminal nor begin a line of their own.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Agent for device {Device} started: channel {Channel}, root {Root}")]
    public static partial void Started(ILogger log, string device, string channel, string root);

    [LoggerMessage(2, LogLevel.Information, "{Release} generation {Generation} transaction {Transaction}: {From} -> {To} ({Reason})")]
    public static partial void Phase(
        ILogger log, ReleaseName release, long generation, string transaction, DeploymentPhase from, DeploymentPhase to, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Condition}: {Reason}: {Message} {Cure}")]
    private static partial void WriteConditionBad(ILogger log, ConditionType condition, string reason, string message, string cure);

    [LoggerMessage(4, LogLevel.Information, "{Condition}: {Message}")]
    public static partial void ConditionGood(ILogger log, ConditionType condition, string message);

    [LoggerMessage(5, LogLevel.Warning, "{Notice}")]
    private static partial void WriteNotice(ILogger log, string notice);

    [LoggerMessage(6, LogLevel.Information, "Tried model {Model}: {Reason} ({Measured})")]
    private static partial void WriteTried(ILogger log, string model, string reason, string measured);

    [LoggerMessage(7, LogLevel.Warning, "The {What} could not be written: {Why} Nothing else changes because of it.")]
    private static partial void WriteReportFailed(ILogger log, string what, string why);

    [LoggerMessage(8, LogLevel.Error, "The pass ended early and is tried again: {Why}")]
    private static partial void WritePassFailed(ILogger log, string why);

    [LoggerMessage(9, LogLevel.Information, "On the bus as {Name}")]
    public static partial void OnBus(ILogger log, string name);

    [LoggerMessage(10, LogLevel.Warning, "Not believed: {Reason}: {Message} {Cure}")]
    private static partial void WriteRejected(ILogger log, string reason, string message, string cure);

    public static void ConditionBad(ILogger log, ConditionType condition, string reason, string message, string cure) =>
        WriteConditionBad(log, condition, Plain(reason), Plain(message), Plain(cure));

    public static void Rejected(ILogger log, string reason, string message, string cure) =>
        WriteRejected(log, Plain(reason), Plain(message), Plain(cure));

    public static void Notice(ILogger log, string notice) => WriteNotice(log, Plain(notice));

    public static void Tried(ILogger log, string model, string reason, string measured) =>
        WriteTried(log, Plain(model), Plain(reason), Plain(measured));

    public static void ReportFailed(ILogger log, string what, string why) => WriteReportFailed(log, what, Plain(why));

    public static void PassFailed(ILogger log, string why) => WritePassFailed(log, ControlText.EscapeLines(why));

    private static string Plain(string text) => ControlText.Escape(text, 4000);
}
