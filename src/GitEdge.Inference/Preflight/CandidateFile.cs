using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Preflight;

/// <summary>Reads the candidate once: what is hashed is what is tried.</summary>
internal static class CandidateFile
{
    // Protocol buffers, and so ONNX files, end at 2 GiB.
    private const long Maximum = int.MaxValue;

    /// <summary>The bytes, or why they are not the candidate's.</summary>
    public static (byte[] Bytes, PreflightVerdict? Refusal) Read(PreflightRequest request)
    {
        try
        {
            var length = new FileInfo(request.Candidate).Length;
            if (length != request.Size || length > Maximum)
                return ([], WrongBytes(request, $"has {length} bytes, {request.Size} are released"));
            var bytes = File.ReadAllBytes(request.Candidate);
            var digest = Sha256Digest.Of(bytes);
            return digest == request.Digest ? (bytes, null) : ([], WrongBytes(request, $"is {digest}, released is {request.Digest}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], PreflightVerdict.Refuse(PreflightReason.InternalError, $"{request.Candidate} cannot be read: {e.Message}",
                "Check the store's file system and permissions; the trial is made again."));
        }
    }

    private static PreflightVerdict WrongBytes(PreflightRequest request, string what) => PreflightVerdict.Refuse(
        PreflightReason.DigestMismatch, $"{request.Name}: {request.Candidate} {what}.",
        "The file changed after it was stored: check the disk, remove the blob from the store and fetch it again.");
}
