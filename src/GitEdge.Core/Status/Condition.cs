namespace GitEdge.Core.Status;

/// <summary>One thing about the device that is either as it should be or not, with the reason.</summary>
/// <param name="Type">What it is about.</param>
/// <param name="Ok">True when it is as it should be.</param>
/// <param name="Reason">Stable kebab-case code; <c>ok</c> when it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Cure">What a person can do; empty when nothing is needed.</param>
/// <param name="Since">When it became so.</param>
public sealed record Condition(
    ConditionType Type, bool Ok, string Reason, string Message, string Cure, DateTimeOffset Since);
