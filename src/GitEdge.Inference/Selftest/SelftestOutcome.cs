namespace GitEdge.Inference.Selftest;

/// <summary>What became of one model.</summary>
internal enum SelftestOutcome
{
    /// <summary>Every recorded output of every case was met.</summary>
    Passed,

    /// <summary>One was not, or the model did not load or run, or its cases can not be read.</summary>
    Failed,

    /// <summary>The runtime, the protocol or the server does not take such a model; nothing is known of its answers.</summary>
    Unsupported,
}
