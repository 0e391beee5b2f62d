namespace GitEdge.Core.Trust;

/// <summary>
/// Verifies an Ed25519 signature (RFC 8032, section 5.1.7), strictly: keys and points of small order and numbers that are
/// not reduced must be refused. Core has no such primitive; libsodium's is meant.
/// </summary>
/// <param name="publicKey">32 bytes.</param>
/// <param name="data">What was signed.</param>
/// <param name="signature">64 bytes.</param>
/// <returns>Whether the signature is good; false, not an exception, for wrong lengths.</returns>
public delegate bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
