using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>Verifies one tag, commit or file as a device does, from its bytes alone.</summary>
/// <param name="ed25519">The signature algorithm.</param>
/// <param name="input">Standard input.</param>
internal sealed class SignatureCheck(Ed25519Verify ed25519, Func<Stream> input)
{
    /// <summary>Far more than any file that is signed for a device.</summary>
    private const int LargestFile = 64 << 20;

    /// <summary>What the signature proves, or why it proves nothing.</summary>
    /// <exception cref="IOException">A file cannot be read, or is too large to be one that is signed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public VerifyDocument Run(VerifyRequest request)
    {
        if (!AllowedSigners.TryParse(File.ReadAllBytes(request.AllowedSigners), allowPatterns: false, out var signers, out var faults))
            return VerifyDocument.Refused(ReleaseReason.AllowedSignersInvalid, $"'{request.AllowedSigners}': {string.Join(' ', faults)}", "Correct the file.");
        if (request.VerifyRequired)
            signers = signers.RequireUserVerification();
        return request.Subject switch
        {
            VerifySubject.Tag tag => Tag(tag, signers),
            VerifySubject.Commit commit => Commit(commit, signers),
            VerifySubject.Detached file => Detached(file, signers),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Subject, "There is no such subject."),
        };
    }

    private VerifyDocument Tag(VerifySubject.Tag asked, AllowedSigners signers)
    {
        if (!TagVerifier.Verify(Read(asked.Path, TagObject.MaxBytes), signers, ed25519).Try(out var tag, out var rejection))
            return Refused(rejection);
        if (asked.Ref is { } name && CheckName(tag, name) is { } misnamed)
            return Refused(misnamed);
        return LockTrailer.Read(tag).Try(out var trailer, out rejection) ? VerifyDocument.Of(tag, trailer) : Refused(rejection);
    }

    private VerifyDocument Commit(VerifySubject.Commit asked, AllowedSigners signers) =>
        CommitVerifier.Verify(Read(asked.Path, CommitObject.MaxBytes), signers, ed25519).Try(out var commit, out var rejection)
            ? VerifyDocument.Of(commit)
            : Refused(rejection);

    private VerifyDocument Detached(VerifySubject.Detached asked, AllowedSigners signers)
    {
        var bytes = Read(asked.Path, LargestFile);
        if (bytes.Length > LargestFile)
            throw new IOException($"'{asked.Path}' has more than {LargestFile >> 20} MiB.");
        using var signature = File.OpenRead(asked.Signature);
        return DetachedVerifier.Verify(bytes, Read(signature, SshSignature.MaxArmourBytes), asked.Namespace, signers, asked.At, ed25519)
            .Try(out var file, out var rejection)
            ? VerifyDocument.Of(file)
            : Refused(rejection);
    }

    private static Rejection? CheckName(VerifiedTag tag, string name)
    {
        var full = name.StartsWith(ReleaseRef.Prefix, StringComparison.Ordinal) ? name : ReleaseRef.Prefix + name;
        if (tag.CheckRef(full) is { } renamed)
            return renamed;
        return ReleaseRef.Parse(full) is null
            ? Rejection.Because(RejectionReason.RefNameInvalid, $"The ref is '{full}'.")
            : null;
    }

    private static VerifyDocument Refused(Rejection why) => VerifyDocument.Refused(why.Code, why.Detail, why.Cure);

    private byte[] Read(string path, int most)
    {
        using var source = path is "-" ? input() : File.OpenRead(path);
        return Read(source, most);
    }

    /// <summary>At most one buffer more than the most that may be there: what is longer is refused by its length.</summary>
    private static byte[] Read(Stream source, int most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (bytes.Length <= most && source.Read(buffer) is var count and > 0)
            bytes.Write(buffer, 0, count);
        return bytes.ToArray();
    }
}
