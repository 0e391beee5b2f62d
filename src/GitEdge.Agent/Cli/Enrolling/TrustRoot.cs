using GitEdge.Agent.Authoring;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>What a device believes from the beginning: a trust document, or a list of signers.</summary>
internal sealed record TrustRoot
{
    private TrustRoot(byte[] content, string source)
    {
        Content = content;
        Source = source;
    }

    /// <summary>The document; null for a list of signers.</summary>
    public TrustDocument? Document { get; private init; }

    /// <summary>The file's bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Where it is from, for people.</summary>
    public string Source { get; }

    /// <summary>What the file is called beside the configuration.</summary>
    public string FileName => Document is null ? FleetInit.AllowedSigners : FleetInit.TrustDocument;

    /// <summary>One line for people.</summary>
    public string Description => Document is { } document
        ? FormattableString.Invariant($"trust document {document.Version}, {Sha256Digest.Of(Content)}, {Source}")
        : $"allowed_signers, {Sha256Digest.Of(Content)}, {Source}";

    /// <summary>Reads one; JSON is taken for a trust document, anything else for a list of signers.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="source">Where it is from.</param>
    public static Attempt<TrustRoot> Of(byte[] content, string name, string source)
    {
        if (content.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
        {
            return TrustFiles.Read(TrustFiles.Trust, name, content, RejectionReason.TrustInvalid).Try(out var document, out var rejection)
                ? new TrustRoot(content, source) { Document = document }
                : Refusal.Of(rejection);
        }
        return AllowedSigners.TryParse(content, allowPatterns: false, out _, out var faults)
            ? new TrustRoot(content, source)
            : new Refusal($"'{name}' is neither a trust document nor a list of signers: {string.Join(' ', faults).TrimEnd('.')}", "give the fleet's trust.json, or a file in OpenSSH's allowed_signers form")
            {
                Code = ReleaseReason.AllowedSignersInvalid,
                IsRejection = true,
            };
    }

    /// <summary>Reads one from a file.</summary>
    public static Attempt<TrustRoot> OfFile(string path)
    {
        try
        {
            return Of(File.ReadAllBytes(path), path, $"from {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Refusal($"'{path}' cannot be read: {e.Message.TrimEnd('.')}", "name the trust document or allowed_signers with --trust FILE") { Code = EnrollReason.FileRefused };
        }
    }
}
