using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>A rejection as a fault that conditions show.</summary>
internal static class RejectionFault
{
    /// <summary>The fault.</summary>
    /// <param name="why">The rejection.</param>
    /// <param name="subject">What it is about, a ref for example; null when the rejection says it itself.</param>
    public static Fault Of(Rejection why, string? subject = null) => new(
        why.Kind == RejectionKind.Waiting ? FaultKind.Waiting : FaultKind.Permanent,
        why.Code, subject is null ? why.Detail : $"{subject}: {why.Detail}", why.Cure);
}
