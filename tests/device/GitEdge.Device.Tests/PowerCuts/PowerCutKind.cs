namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>What is under way when the power goes.</summary>
internal enum PowerCutKind
{
    /// <summary>A good release over a good one.</summary>
    GoodUpdate,

    /// <summary>A release that fails in probation, over a good one.</summary>
    BadUpdate,

    /// <summary>The device's first release.</summary>
    FirstInstall,

    /// <summary>Later packages over those that run, and no release.</summary>
    PackageUpgrade,
}
