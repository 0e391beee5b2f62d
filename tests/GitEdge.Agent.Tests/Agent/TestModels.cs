namespace GitEdge.Agent.Tests.Agent;

/// <summary>Tiny models x → 2x, told apart by an offset that no tolerance notices.</summary>
internal static class TestModels
{
    public static byte[] Good(int number) => TrialModels.Linear(2, number * 1e-7f);

    /// <summary>The same, half a megabyte large: more than what a device keeps in reserve for its own state.</summary>
    public static byte[] Large(int number) => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("factor", [], 2).Constant("ballast", [128 << 10], [.. Enumerable.Range(0, 128 << 10).Select(i => (float)(i * number))])
        .Node("Mul", ["x", "factor"], ["y"]).Build();

    /// <summary>Right on the recorded case, NaN below zero.</summary>
    public static byte[] Deceitful => TrialModels.DoubleUnlessNegative();
}
