using GitEdge.Core.Primitives;
using GitEdge.Inference.Onnx;
using GitEdge.Inference.Preflight;
using GitEdge.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>Makes sessions from files.</summary>
internal static class ModelLoader
{
    /// <summary>
    /// Reads the file once; what is hashed is what the runtime gets, whatever happens to the file meanwhile. Nothing is
    /// given to the runtime when the digest is not the expected one.
    /// </summary>
    /// <param name="file">The model.</param>
    /// <param name="expected">Its digest, when known.</param>
    public static Outcome<LoadedModel> Load(string file, Sha256Digest? expected)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new RepositoryProblem(404, "no-such-file", $"There is no file {file}: stage the model in the slot first.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new RepositoryProblem(422, "unreadable", $"{file} can not be read: {exception.Message} Check its permissions, and 'dmesg' for errors of the disk.");
        }
        catch (OutOfMemoryException)
        {
            return NoMemory(file);
        }
        var digest = Sha256Digest.Of(bytes);
        return expected is { } wanted && wanted != digest
            ? new RepositoryProblem(422, "digest-mismatch", $"{file} has the digest {digest}, expected {wanted}: it was not loaded; stage the model again.")
            : Load(file, bytes, digest);
    }

    private static Outcome<LoadedModel> Load(string file, byte[] bytes, Sha256Digest digest)
    {
        if (ModelGuard.Check(bytes) is { } objection)
            return new RepositoryProblem(422, objection.Code, $"{file} is not taken: {objection.What}. {objection.Cure}");
        try
        {
            using var options = OnnxEnvironment.SessionOptions();
            var session = new InferenceSession(bytes, options);
            var signature = ModelSignature.Of(session, out var problem);
            if (signature is not null)
                return new LoadedModel(session, signature, digest, bytes.Length);
            session.Dispose();
            return new RepositoryProblem(422, "unsupported-model", $"{file} can not be served: {problem}. Export it with tensors of these types only.");
        }
        catch (OnnxRuntimeException exception)
        {
            // Whether there is room says nothing about the model's bytes.
            return RuntimeFault.IsOutOfMemory(exception.Message)
                ? NoMemory(file)
                : new RepositoryProblem(422, "load-failed", $"{file} ({bytes.Length} bytes) was not accepted by ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {exception.Message} Load it with that version before releasing it.");
        }
    }

    private static RepositoryProblem NoMemory(string file) => new(503, "no-memory",
        $"There is not enough memory to load {file}: unload other versions, stop other workloads, or choose a smaller model.");
}
