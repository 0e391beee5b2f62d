using System.Runtime.InteropServices;

namespace GitEdge.Linux.Crypto;

/// <summary>
/// Ed25519 (RFC 8032) by libsodium, which refuses keys and points of small order and numbers that are not reduced.
/// </summary>
public sealed partial class Ed25519
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 64;

    private const string Library = "libsodium.so.23";

    private Ed25519()
    {
    }

    /// <summary>Loads libsodium; call once, at start, so that a missing library shows then.</summary>
    /// <exception cref="DllNotFoundException">The library is not installed; the message names the package.</exception>
    /// <exception cref="InvalidOperationException">The library could not start.</exception>
    public static Ed25519 Load() => Load(Library);

    internal static Ed25519 Load(string library)
    {
        if (!NativeLibrary.TryLoad(library, typeof(Ed25519).Assembly, DllImportSearchPath.SafeDirectories, out _))
            throw new DllNotFoundException(
                $"{library} cannot be loaded, so no signature can be verified. Install libsodium: "
                + "'apt install libsodium23' on Debian and Ubuntu, 'dnf install libsodium' on Fedora.");
        // 0: started now; 1: was started before.
        return Init() >= 0
            ? new Ed25519()
            : throw new InvalidOperationException($"{library} could not start: it found no source of random numbers.");
    }

    /// <summary>Whether a signature is good; false, too, for a key or signature of the wrong length.</summary>
#pragma warning disable CA1822 // An instance is the proof that the library is loaded and started.
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
#pragma warning restore CA1822
        publicKey.Length == PublicKeyLength && signature.Length == SignatureLength
        && VerifyDetached(signature, data, (ulong)data.Length, publicKey) == 0;

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Init();

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int VerifyDetached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data, ulong dataLength, ReadOnlySpan<byte> publicKey);
}
