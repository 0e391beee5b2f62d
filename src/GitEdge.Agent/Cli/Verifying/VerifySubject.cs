namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What <c>gitedge verify</c> verifies. A path <c>-</c> is standard input.</summary>
internal abstract record VerifySubject
{
    private VerifySubject()
    {
    }

    /// <summary>A release's tag.</summary>
    /// <param name="Path">The tag's raw bytes.</param>
    /// <param name="Ref">The name the tag came under, with or without <c>refs/tags/</c>; null leaves names unchecked.</param>
    public sealed record Tag(string Path, string? Ref) : VerifySubject;

    /// <summary>A commit.</summary>
    /// <param name="Path">The commit's raw bytes.</param>
    public sealed record Commit(string Path) : VerifySubject;

    /// <summary>A file with its signature beside it.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Signature">The signature that <c>ssh-keygen -Y sign</c> wrote; never standard input.</param>
    /// <param name="Namespace">What it must be signed for.</param>
    /// <param name="At">The time the signers' windows are compared with.</param>
    public sealed record Detached(string Path, string Signature, string Namespace, DateTimeOffset At) : VerifySubject;
}
