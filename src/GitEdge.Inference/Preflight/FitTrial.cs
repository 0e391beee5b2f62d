using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Preflight;

/// <summary>Whether the candidate can run here at all, told from its first and last bytes and the manifest.</summary>
internal static class FitTrial
{
    public static PreflightVerdict? Check(PreflightRequest request, ReadOnlySpan<byte> bytes)
    {
        if (ModelGuard.Check(bytes) is { } objection)
            return PreflightVerdict.Refuse(objection.Code, $"{request.Name}: {objection.What}.", objection.Cure);
        try
        {
            var header = OnnxHeader.Parse(bytes);
            if (FitCheck.Opset(header.Opset, TrialRuntime.MaximumOpset) is { } opset)
                return PreflightVerdict.Refuse(PreflightReason.UnsupportedOpset, $"{request.Name}: {opset.Message}", opset.Cure);
        }
        catch (InvalidDataException e)
        {
            return PreflightVerdict.Refuse(PreflightReason.DoesNotLoad, $"{request.Name} is no ONNX model: {e.Message}.",
                "Release the .onnx file itself, whole: not an archive, a web page or a pointer file.");
        }
        var misfits = FitCheck.Check(request.Requires, download: 0, TrialRuntime.Facts);
        return misfits.Count == 0
            ? null
            : PreflightVerdict.Refuse(PreflightReason.DoesNotFit,
                $"{request.Name}: {string.Join(' ', misfits.Select(misfit => misfit.Message))}",
                string.Join(' ', misfits.Select(misfit => misfit.Cure)));
    }
}
