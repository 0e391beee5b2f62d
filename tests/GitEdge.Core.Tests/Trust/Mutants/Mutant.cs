using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>A signed object, changed or not.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">The object, or the file.</param>
/// <param name="Armour">The signature beside a file; empty for objects, which have it inside.</param>
internal sealed record Mutant(SampleKind Kind, byte[] Body, byte[] Armour)
{
    /// <summary>A name for its bytes.</summary>
    public string Id => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData([.. BitConverter.GetBytes(Body.Length), .. Body, .. Armour]));

    /// <summary>Why GitEdge refuses it; null when it does not.</summary>
    public RejectionReason? Refusal(AllowedSigners signers) => Kind switch
    {
        SampleKind.Tag => TagVerifier.Verify(Body, signers, TagText.Verify).Rejection?.Reason,
        SampleKind.Commit => CommitVerifier.Verify(Body, signers, TagText.Verify).Rejection?.Reason,
        _ => DetachedVerifier.Verify(Body, Armour, "git", signers, DateTimeOffset.UnixEpoch, TagText.Verify).Rejection?.Reason,
    };
}
