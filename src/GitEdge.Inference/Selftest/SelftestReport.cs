namespace GitEdge.Inference.Selftest;

/// <summary>What a self-test found; the answer to <c>--json</c>.</summary>
/// <param name="Directory">The folder that was tested.</param>
/// <param name="RuntimeVersion">ONNX Runtime's version.</param>
/// <param name="Provider">What the models ran on.</param>
/// <param name="RelativeTolerance">Of floating-point outputs.</param>
/// <param name="AbsoluteTolerance">Of floating-point outputs.</param>
/// <param name="Models">Every model, by name.</param>
internal sealed record SelftestReport(
    string Directory, string RuntimeVersion, string Provider, double RelativeTolerance, double AbsoluteTolerance, IReadOnlyList<ModelReport> Models)
{
    public int Passed => Count("passed");

    public int Failed => Count("failed");

    public int Unsupported => Count("unsupported");

    private int Count(string result) => Models.Count(model => model.Result == result);
}
