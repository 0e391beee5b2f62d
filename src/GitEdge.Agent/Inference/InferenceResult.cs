using System.Diagnostics.CodeAnalysis;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Inference;

/// <summary>The server's answer, or why there is none.</summary>
internal sealed record InferenceResult<T>
    where T : class
{
    /// <summary>The answer; null with a fault.</summary>
    public T? Value { get; private init; }

    /// <summary>The fault; null with an answer.</summary>
    public Fault? Fault { get; private init; }

    /// <summary>Whether there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool Succeeded => Fault is null;

    public static implicit operator InferenceResult<T>(T value) => new() { Value = value };

    public static implicit operator InferenceResult<T>(Fault fault) => new() { Fault = fault };
}
