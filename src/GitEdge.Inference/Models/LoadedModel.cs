using GitEdge.Core.Primitives;
using GitEdge.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>A session, and what it was made of.</summary>
/// <param name="Session">Owned by whoever holds this.</param>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Digest">Of the bytes the session was made from.</param>
/// <param name="Size">How many bytes.</param>
internal sealed record LoadedModel(InferenceSession Session, ModelSignature Signature, Sha256Digest Digest, long Size);
