namespace GitEdge.Agent.Tests.Agent;

/// <summary>Tiny models x → 2x, told apart by an offset that no tolerance notices.</summary>
internal static class TestModels
{
    public static byte[] Good(int number) => TrialModels.Linear(2, number * 1e-7f);

    /// <summary>Right on the recorded case, NaN below zero.</summary>
    public static byte[] Deceitful => TrialModels.DoubleUnlessNegative();
}
