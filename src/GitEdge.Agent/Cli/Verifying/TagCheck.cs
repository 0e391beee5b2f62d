using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>Verifies one tag as a device does, from its bytes alone.</summary>
/// <param name="ed25519">The signature algorithm.</param>
/// <param name="input">Standard input.</param>
internal sealed class TagCheck(Ed25519Verify ed25519, Func<Stream> input)
{
    /// <summary>More than any tag may have; what is longer is refused by its length, without reading on.</summary>
    private const int LongestRead = TagObject.MaxBytes + 1;

    /// <summary>What the tag proves, or why it proves nothing.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public VerifyDocument Run(VerifyRequest request)
    {
        if (!AllowedSigners.TryParse(File.ReadAllBytes(request.AllowedSigners), allowPatterns: false, out var signers, out var faults))
            return VerifyDocument.Refused(ReleaseReason.AllowedSignersInvalid, $"'{request.AllowedSigners}': {string.Join(' ', faults)}", "Correct the file.");
        if (!TagVerifier.Verify(ReadTag(request.Tag), signers, ed25519).Try(out var tag, out var rejection))
            return Refused(rejection);
        if (request.Ref is { } name && CheckName(tag, name) is { } misnamed)
            return Refused(misnamed);
        return LockTrailer.Read(tag).Try(out var trailer, out rejection) ? VerifyDocument.Of(tag, trailer) : Refused(rejection);
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

    private byte[] ReadTag(string path)
    {
        using var source = path is "-" ? input() : File.OpenRead(path);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (bytes.Length < LongestRead && source.Read(buffer) is var count and > 0)
            bytes.Write(buffer, 0, count);
        return bytes.ToArray();
    }
}
