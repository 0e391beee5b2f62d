using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring;

/// <summary>Why something was not done, and what to do about it.</summary>
/// <param name="What">What is wrong, without a final stop.</param>
/// <param name="Cure">What to do.</param>
internal sealed record Refusal(string What, string Cure)
{
    /// <summary>Stable code of docs/reasons.md; null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it is what was given that does not hold, rather than the state of things.</summary>
    public bool IsRejection { get; init; }

    /// <summary>Whether something outside failed: git, the network or the disk.</summary>
    public bool IsFailure { get; init; }

    /// <summary>What devices would say of it too.</summary>
    public static Refusal Of(Rejection rejection) =>
        new(rejection.Detail.TrimEnd('.'), rejection.Cure.TrimEnd('.')) { Code = rejection.Code, IsRejection = true };

    /// <summary>One line for a person.</summary>
    public override string ToString() => $"error: {(Code is null ? "" : $"{Code}: ")}{What}; fix: {Cure}";
}
