using GitEdge.Core.Deployments;
using GitEdge.Core.Status;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>Every line the agent logs. Ids are never renumbered.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Agent for device {Device} started: channel {Channel}, root {Root}")]
    public static partial void Started(ILogger log, string device, string channel, string root);

    [LoggerMessage(2, LogLevel.Information, "{Release} generation {Generation} transaction {Transaction}: {From} -> {To} ({Reason})")]
    public static partial void Phase(
        ILogger log, ReleaseName release, long generation, string transaction, DeploymentPhase from, DeploymentPhase to, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Condition}: {Reason}: {Message} {Cure}")]
    public static partial void ConditionBad(ILogger log, ConditionType condition, string reason, string message, string cure);

    [LoggerMessage(4, LogLevel.Information, "{Condition}: {Message}")]
    public static partial void ConditionGood(ILogger log, ConditionType condition, string message);

    [LoggerMessage(5, LogLevel.Warning, "{Notice}")]
    public static partial void Notice(ILogger log, string notice);

    [LoggerMessage(6, LogLevel.Information, "Tried model {Model}: {Reason} ({Measured})")]
    public static partial void Tried(ILogger log, string model, string reason, string measured);

    [LoggerMessage(7, LogLevel.Warning, "The {What} could not be written: {Why} Nothing else changes because of it.")]
    public static partial void ReportFailed(ILogger log, string what, string why);

    [LoggerMessage(8, LogLevel.Error, "The pass ended early and is tried again: {Why}")]
    public static partial void PassFailed(ILogger log, string why);
}
