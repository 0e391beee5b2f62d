namespace GitEdge.Agent.Cli.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum DoctorLevel
{
    /// <summary>Could not be found out.</summary>
    Unknown,

    Ok,

    /// <summary>Works now; may not work when it is needed.</summary>
    Warning,

    /// <summary>This device cannot update, or cannot go back.</summary>
    Failure,
}
