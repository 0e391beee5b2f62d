namespace GitEdge.Core.Health;

/// <summary>One thing a model needs and the device does not have.</summary>
/// <param name="Code">Stable: memory, disk, provider, opset, runtime.</param>
/// <param name="Message">What is asked and what is there.</param>
/// <param name="Cure">What a person can do.</param>
public sealed record Misfit(string Code, string Message, string Cure);
