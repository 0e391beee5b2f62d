namespace GitEdge.Core.Trust.Roles;

/// <summary>A file and the detached signatures that lie beside it. Nothing in it is to be believed.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Content">The bytes that were signed.</param>
/// <param name="Signatures">Armoured SSHSIG signatures, as <c>ssh-keygen -Y sign</c> writes them.</param>
public sealed record SignedFile(string Name, ReadOnlyMemory<byte> Content, IReadOnlyList<ReadOnlyMemory<byte>> Signatures)
{
    /// <summary>The most signatures that are looked at.</summary>
    public const int MaxSignatures = 32;
}
