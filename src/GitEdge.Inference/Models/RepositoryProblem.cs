using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Models;

/// <summary>Why a change of what is served was refused or failed.</summary>
/// <param name="Status">The HTTP status it is answered with.</param>
/// <param name="Code">Stable kebab-case code, for programs.</param>
/// <param name="Message">What, where, why, and what to do.</param>
internal sealed record RepositoryProblem(int Status, string Code, string Message)
{
    /// <summary>Bounded and on one line: parts of it may be the model's own words.</summary>
    public string Message { get; } = ControlText.Brief(Message, 2 * ControlText.Longest);
}
